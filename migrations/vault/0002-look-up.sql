-- Finds somebody by what they type in, and tells nobody what that was: a keyed hash, whose key is not in here.
create table look_up (
  kind text not null,
  hmac bytea not null check (length(hmac) = 32),
  subject uuid not null,
  reserved_at timestamptz not null,
  primary key (kind, hmac)
);
create index look_up_subject on look_up (subject);
