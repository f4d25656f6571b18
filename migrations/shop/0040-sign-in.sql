-- A session of somebody who signed in; what follows is null for a visitor.
alter table session add column account uuid;
alter table session add column roles text[] not null default '{}';
alter table session add column proved_by text check (proved_by in ('link', 'passkey', 'invitation'));
alter table session add column proved_at timestamptz;
alter table session add column device text; -- "Firefox on Linux": what its owner knows it by
create index on session (account);

-- A link that was sent to an address. Its token is in the letter alone; the address is sealed under it.
create table sign_in_link (
  id text primary key, -- SHA-256 of its token, hexadecimal
  browser text, -- SHA-256 of the cookie of the browser that asked; null: an invitation, for any browser
  sealed_address text not null,
  account uuid, -- of an invitation
  asked_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index on sign_in_link (ends_at);

-- What the browser and its authenticator sign, once, for five minutes.
create table challenge (
  session_id text primary key references session (id) on delete cascade on update cascade,
  challenge text not null,
  asked_for text not null check (asked_for in ('add', 'sign-in', 'step-up')),
  asked_at timestamptz not null
);

-- How often somebody tried within an hour, by a keyed hash whose key is destroyed with the day.
create table attempt (
  who bytea primary key check (length(who) = 32),
  ends_at timestamptz not null,
  count integer not null
);
create index on attempt (ends_at);
