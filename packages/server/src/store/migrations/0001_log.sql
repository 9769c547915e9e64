-- The log of revisions and what follows from it. The order of a store's writes is the order in which they got the lock
-- of its row in store_head; everything else is written under that lock, in the same transaction. What each write adds to
-- has no foreign key to the store: whoever holds the lock of its head has seen it, and a check costs 20 µs a row.

create table lockness.installation (
  is_only boolean primary key default true check (is_only),
  id uuid not null,
  token_key bytea not null check (length(token_key) = 32),
  created_at timestamptz not null default now()
);
comment on table lockness.installation is 'One row: what makes this installation different from every other one';
comment on column lockness.installation.token_key is 'Key of the MAC of consistency tokens; made at the first start, the same for all nodes';

create table lockness.epoch (
  epoch int primary key,
  started_at timestamptz not null default now(),
  reason text not null
);
comment on table lockness.epoch is 'A new one begins when history may have been lost: a restored backup, a failover to a replica that was behind';
insert into lockness.epoch (epoch, reason) values (1, 'first');

create table lockness.store (
  id text collate "C" primary key check (length(id) between 1 and 128),
  name text not null,
  created_at timestamptz not null default now()
);
comment on table lockness.store is 'One isolated graph with its own log';

create table lockness.store_head (
  store_id text collate "C" primary key references lockness.store,
  epoch int not null references lockness.epoch,
  rev bigint not null default 0 check (rev >= 0),
  chain bytea not null check (length(chain) = 32),
  committed_at timestamptz not null default now(),
  log_floor bigint not null default 0,
  is_frozen boolean not null default false
) with (fillfactor = 50);
comment on table lockness.store_head is 'The last revision of each store. Its row lock makes the writes of a store serial';
comment on column lockness.store_head.chain is 'Hash of the whole log up to rev; at revision 0 a random value, so that no two histories are alike';
comment on column lockness.store_head.committed_at is 'Time of rev by the database''s clock; never before that of rev - 1';
comment on column lockness.store_head.log_floor is 'Revisions up to here are no longer in store_log';
comment on column lockness.store_head.is_frozen is 'Writes are refused; reads go on';

create table lockness.epoch_fork (
  epoch int not null references lockness.epoch,
  store_id text collate "C" not null references lockness.store on delete cascade,
  rev bigint not null,
  chain bytea not null,
  primary key (epoch, store_id)
);
comment on table lockness.epoch_fork is 'The last revision of a store that an epoch inherited from the one before; what the old one had above it is lost';

create table lockness.store_log (
  store_id text collate "C" not null,
  rev bigint not null,
  epoch int not null,
  chain bytea not null,
  commit_id uuid not null,
  committed_at timestamptz not null,
  format smallint not null default 1,
  body text not null,
  primary key (store_id, rev),
  unique (store_id, commit_id)
);
comment on table lockness.store_log is 'The truth: one row for each revision, without gaps';
comment on column lockness.store_log.chain is 'sha256(previous chain, store id, zero byte, epoch as int4, rev as int8, commit id, body), integers big-endian';
comment on column lockness.store_log.commit_id is 'Random, so that the same write after a lost failover has another chain; finds a commit whose answer was lost';
comment on column lockness.store_log.format is 'How to read body; who does not know it must not skip the revision';
comment on column lockness.store_log.body is 'JSON exactly as hashed: at, actor, reason, source, model, removed tuples as they were, added tuples';

create table lockness.idempotency (
  store_id text collate "C" not null references lockness.store,
  key text collate "C" not null,
  request_hash bytea not null,
  rev bigint not null,
  created_at timestamptz not null,
  primary key (store_id, key)
);
create index idempotency_age on lockness.idempotency (created_at);
comment on table lockness.idempotency is 'Which write a caller''s key stands for; kept for 24 hours';
comment on column lockness.idempotency.request_hash is 'sha256 of what was asked for: the same key with another request is an error';

create table lockness.refused_commit (
  store_id text collate "C" not null references lockness.store,
  commit_id uuid not null,
  at timestamptz not null default now(),
  primary key (store_id, commit_id)
);
comment on table lockness.refused_commit is 'Commits whose first try was lost and whose second was refused: a late first try finds itself here';

create table lockness.model (
  store_id text collate "C" not null references lockness.store,
  id text collate "C" not null,
  since bigint not null,
  body text not null,
  primary key (store_id, id)
);
create index model_since on lockness.model (store_id, since);
comment on table lockness.model is 'Versions of the model, never changed; the one in force at a revision is the one with the highest since up to it';

create table lockness.tuple (
  store_id text collate "C" not null,
  object text collate "C" not null,
  relation text collate "C" not null,
  subject text collate "C" not null,
  since bigint not null,
  until bigint check (until > since),
  condition text,
  context text,
  expires_at_ms bigint,
  source text not null,
  actor text not null,
  reason text
);
create unique index tuple_live on lockness.tuple (store_id, object, relation, subject) where until is null;
create index tuple_history on lockness.tuple (store_id, object, relation, subject, since);
create index tuple_expiry on lockness.tuple (store_id, expires_at_ms) where until is null and expires_at_ms is not null;
comment on table lockness.tuple is 'Every relationship that ever was, each with the revisions during which it was. Rows are closed, never changed or overwritten';
comment on column lockness.tuple.since is 'First revision that has it';
comment on column lockness.tuple.until is 'First revision that no longer has it; null while it lasts';
comment on column lockness.tuple.context is 'JSON of the condition''s own parameters';
comment on column lockness.tuple.expires_at_ms is 'Milliseconds since 1970; from then on questions do not see it, until a later revision closes it';
comment on column lockness.tuple.source is 'What wrote it: an API, an import, a role, a share; questions of who may take it away again';
comment on column lockness.tuple.actor is 'Who wrote it';

create table lockness.audit (
  store_id text collate "C" not null,
  rev bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  source text not null,
  reason text,
  added int not null,
  removed int not null,
  primary key (store_id, rev)
);
comment on table lockness.audit is 'Exactly one record for each revision; what was changed is the body of the revision, which the chain covers';

create table lockness.outbox (
  id bigint generated always as identity primary key,
  store_id text collate "C" not null references lockness.store,
  rev bigint not null,
  topic text not null,
  body jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index outbox_unsent on lockness.outbox (id) where sent_at is null;
comment on table lockness.outbox is 'What must be told to others because of a revision: mail, webhooks. Told at least once, in the order of a store';

create table lockness.import (
  store_id text collate "C" not null references lockness.store,
  id text collate "C" not null,
  tuples bigint not null default 0,
  chunks int not null default 0,
  is_finished boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (store_id, id)
);
comment on table lockness.import is 'How far each bulk import has come; moved in the transaction of the chunk';
comment on column lockness.import.tuples is 'Tuples of the source that are in: where to go on after an interruption';
