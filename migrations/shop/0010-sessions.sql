-- Who is here. Not replayable, and not meant to be: a session ends, and is nobody's history.
create table session (
  id text primary key, -- SHA-256 of its token, hexadecimal; the token is with the visitor alone
  subject uuid not null,
  basket jsonb not null default '[]', -- ids only: portrait, product, variant, quantity
  begun_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index on session (subject);
create index on session (ends_at);
