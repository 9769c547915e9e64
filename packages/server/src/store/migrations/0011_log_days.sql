-- How long the log is kept. What the nodes do is the same on all of them, so it is said here and not to a node.

alter table lockness.installation add column log_days int check (log_days >= 2);
comment on column lockness.installation.log_days is 'Revisions that are older, in days, are taken out of store_log; null: none are';
