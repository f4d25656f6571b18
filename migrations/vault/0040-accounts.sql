-- Which people one account holds: what ties a guest's orders to whoever proved their address. It goes with them.
create table account_person (
  subject uuid primary key,
  account uuid not null,
  joined_at timestamptz not null
);
create index account_person_account on account_person (account);

-- Who gave an address without proving it: a guest who ordered. A keyed hash, like the look-up's.
create table given_address (
  hmac bytea not null check (length(hmac) = 32),
  subject uuid not null,
  given_at timestamptz not null,
  primary key (hmac, subject)
);
create index given_address_subject on given_address (subject);

-- What somebody signs in with: the public half alone.
create table passkey (
  id uuid primary key,
  account uuid not null,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  label text not null, -- what its owner calls it
  backed_up boolean not null,
  added_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on passkey (account);
