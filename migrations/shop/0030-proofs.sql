-- A code that was sent to the address of whoever is here, before something is erased or given out. Its keyed hash, for
-- ten minutes; it goes with the session.
create table proof (
  session_id text primary key references session (id) on delete cascade on update cascade,
  code bytea check (length(code) = 32), -- null: used, or tried too often
  tries integer not null default 0,
  sent integer not null default 1, -- within the hour
  sent_at timestamptz not null,
  proved_at timestamptz
);
-- Shown to people as R-0031; opens nothing, and may have gaps.
create sequence request_number start 1;
