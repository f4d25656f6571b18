-- What a link does: a link that lets somebody in changes no address, and the other way round.
alter table sign_in_link
  add column does text not null default 'sign-in' check (does in ('sign-in', 'address', 'invitation'));
update sign_in_link set does = 'invitation' where account is not null;
