-- Shown to people as S-0012; opens nothing, and may have gaps.
create sequence conversation_number start 1;
