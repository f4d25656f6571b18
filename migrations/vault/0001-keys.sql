-- Where keys live and die. The secrets are wrapped: under what is not in this database, and in no backup of it.

-- What wraps them, by version; the material itself is a file in the folder of keys.
create table key_encryption_key (
  version text primary key,
  created_at timestamptz not null,
  -- from then on it wraps nothing new
  retired_at timestamptz,
  -- from then on it unwraps nothing: the end of every older copy of this database
  destroyed_at timestamptz check (destroyed_at is null or retired_at is not null)
);
create unique index key_encryption_key_in_use on key_encryption_key ((true)) where retired_at is null;

create table key (
  kid uuid primary key,
  subject uuid not null,
  category text not null,
  -- one thing or one stretch of time of the category; null: all of it
  item text,
  generation integer not null check (generation >= 0),
  minted_at timestamptz not null,
  expires_at timestamptz not null,
  -- a legal hold, GDPR Art. 17(3)(e)
  hold boolean not null default false,
  state text not null default 'active' check (state in ('active', 'destroying', 'destroyed')),
  because text check (because in ('erasure', 'retention')),
  destroyed_at timestamptz,
  -- where the log says that it was destroyed; null: not seen there yet
  logged_at bigint,
  material bytea,
  wrapped_by text references key_encryption_key,
  unique nulls not distinct (subject, category, item, generation),
  check ((state = 'active') = (because is null)),
  check ((state = 'destroyed') = (material is null)),
  check ((state = 'destroyed') = (destroyed_at is not null)),
  check ((material is null) = (wrapped_by is null)),
  check (not (hold and state <> 'active'))
);
create index key_due on key (expires_at) where state <> 'destroyed';
create index key_wrapped_by on key (wrapped_by) where material is not null;

-- Refuses new facts about somebody who was erased.
create table fence (
  subject uuid not null,
  category text not null,
  fenced_at timestamptz not null,
  primary key (subject, category)
);
