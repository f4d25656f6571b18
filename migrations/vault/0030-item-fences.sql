-- A fence round one thing of somebody: what was erased on its own does not begin again, also where it never had a key.
alter table fence add column item text;
alter table fence drop constraint fence_pkey;
alter table fence add unique nulls not distinct (subject, category, item);
