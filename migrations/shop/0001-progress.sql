-- How far each reader of the log has come, what stopped it, and which keys are destroyed.
-- The rows of read models are in `live`; one that is being rebuilt is in `next`, and the one before in `old`.

create schema live;
create schema next;
create schema old;
create schema progress;

create table progress.checkpoints (
  kind text not null check (kind in ('live', 'next', 'old', 'process', 'effect')),
  name text not null,
  -- of a read model: what its rows depend on besides the log; empty for the others
  shape text not null,
  -- of the last event that is dealt with; -1 at the start
  position bigint not null,
  primary key (kind, name)
) with (fillfactor = 50);

-- An event that a reader could not deal with: it stands there until somebody says what to do.
create table progress.parked (
  name text primary key,
  shape text not null,
  position bigint not null,
  event_id uuid not null,
  stream text not null,
  type text not null,
  reason text not null,
  parked_at timestamptz not null default now()
);

-- What a reader passes over, because somebody said so.
create table progress.skipped (
  name text not null,
  shape text not null,
  position bigint not null,
  event_id uuid not null,
  stream text not null,
  type text not null,
  reason text not null,
  skipped_by text not null,
  skipped_at timestamptz not null default now(),
  primary key (name, shape, position)
);

-- A value that was sealed before its key was destroyed, and arrives after, is forgotten on arrival.
create table progress.destroyed_keys (
  kid text primary key,
  -- of the event that says so
  position bigint not null
);
