-- Free paintings used today. `who` is an HMAC under a key that is destroyed with the day, so that a row tells nothing
-- of anybody afterwards.
create table quota (
  who bytea not null,
  day date not null,
  used integer not null check (used >= 0),
  primary key (who, day)
);
-- Whose counts a unit is in, so that it can be given back without the key.
create table quota_unit (
  unit_id uuid not null,
  who bytea not null,
  day date not null,
  primary key (unit_id, who)
);
create index on quota (day);
create index on quota_unit (day);
