-- How far the log and the ledger of destroyed keys have been held against this vault. It is restored with it, so that
-- an older vault begins where it was.
create table reconciliation (
  one boolean primary key default true check (one),
  log_position bigint not null,
  ledger_mark text not null
);
