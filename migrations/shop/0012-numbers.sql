-- Numbers that people see: P-1042, ER-0026. They open nothing, and may have gaps.
create sequence order_number start 1001;
create sequence erasure_number start 1;
