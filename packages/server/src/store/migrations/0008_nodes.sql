-- The nodes of the installation, as each of their threads tells every few seconds. Nothing is decided by it: people see
-- what runs, how far behind it is, and what has fallen silent. It is not kept through a crash of the database.

create unlogged table lockness.node (
  id text collate "C" not null,
  thread int not null,
  host text not null,
  version text not null,
  threads int not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  stores int not null,
  behind bigint not null,
  staleness_ms bigint not null,
  not_ready text,
  primary key (id, thread)
) with (fillfactor = 50);
comment on table lockness.node is 'What the threads of the nodes last told of themselves';
comment on column lockness.node.id is 'Made when the process starts';
comment on column lockness.node.threads is 'How many threads the node was told to have';
comment on column lockness.node.seen_at is 'By the clock of the database';
comment on column lockness.node.stores is 'Graphs that the thread holds';
comment on column lockness.node.behind is 'Revisions that the most backward of its graphs lacks';
comment on column lockness.node.staleness_ms is 'Since its least fresh graph was last seen to be whole';
comment on column lockness.node.not_ready is 'Why it is not to be given requests; null: it is';
