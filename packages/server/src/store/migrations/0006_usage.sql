-- What access is used: which tuples and relations allowed something, last and how often. Counted from a part of the
-- checks when there are too many, and lost for some seconds when a node dies: it helps people to decide, and nothing is
-- decided by it.

create table lockness.tuple_usage (
  store_id text collate "C" not null references lockness.store,
  object text collate "C" not null,
  relation text collate "C" not null,
  subject text collate "C" not null,
  last_day date not null,
  uses bigint not null,
  primary key (store_id, object, relation, subject)
) with (fillfactor = 80);
comment on table lockness.tuple_usage is 'Tuples that were on the proof of a yes';
comment on column lockness.tuple_usage.last_day is 'Of the last such yes, in UTC';
comment on column lockness.tuple_usage.uses is 'Yeses that were told with it';
create index tuple_usage_day on lockness.tuple_usage (last_day);

create table lockness.relation_usage (
  store_id text collate "C" not null references lockness.store,
  type text collate "C" not null,
  relation text collate "C" not null,
  last_day date not null,
  uses bigint not null,
  primary key (store_id, type, relation)
) with (fillfactor = 80);
comment on table lockness.relation_usage is 'Relations of the model that were on the proof of a yes';
