-- Jobs that failed for good, and that somebody said need not be done: what they were for, and who said so.
create table progress.given_up_jobs (
  id uuid primary key,
  queue text not null,
  ids jsonb not null,
  because text,
  given_up_by text not null,
  given_up_at timestamptz not null default now()
);
