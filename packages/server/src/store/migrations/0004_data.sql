-- Models made of modules, labels of models, and the indexes of the ways in which tuples are read.

alter table lockness.model add column modules jsonb;
comment on column lockness.model.modules is 'The modules that it was composed of, by name: [{"name", "hash"}]; null when it was written whole';

create table lockness.module (
  store_id text collate "C" not null references lockness.store,
  name text collate "C" not null,
  hash text collate "C" not null,
  since bigint not null,
  files jsonb not null,
  primary key (store_id, name, hash)
);
comment on table lockness.module is 'Contents of modules, never changed; which ones are in force is said by the model in force';
comment on column lockness.module.hash is 'sha256 of the files: the version of the module';
comment on column lockness.module.since is 'The first revision that had it';
comment on column lockness.module.files is '[{"path", "text"}], in the order of their paths';

create table lockness.model_label (
  store_id text collate "C" not null references lockness.store,
  label text collate "C" not null,
  model text collate "C" not null,
  since bigint not null,
  primary key (store_id, label),
  foreign key (store_id, model) references lockness.model (store_id, id)
);
comment on table lockness.model_label is 'Names that are moved from one model to another: questions may ask by them';

-- A tuple that lasts is in tuple_live alone, until it is closed: an import keeps one index of this length less.
drop index lockness.tuple_history;
create index tuple_closed on lockness.tuple (store_id, object, relation, subject, since) where until is not null;
create index tuple_subject on lockness.tuple (store_id, subject, object) where until is null;
