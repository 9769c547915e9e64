-- Keys of callers, and stores that are no more. What a key may do is in the tuples of the system store: a row here is what
-- people are told about a key, and how its secret is recognized; it gives no right.

create table lockness.api_key (
  id text collate "C" primary key,
  name text not null,
  hash bytea not null unique check (length(hash) = 32),
  is_root boolean not null default false,
  roles text[] not null,
  stores text[],
  modules text[],
  actions text[],
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  replaced_by text collate "C" references lockness.api_key,
  last_used_at timestamptz
);
comment on table lockness.api_key is 'Keys that were ever given out; never the secrets';
comment on column lockness.api_key.hash is 'sha256 of the whole key as the caller shows it';
comment on column lockness.api_key.is_root is 'The key of the installation, or one that replaced it';
comment on column lockness.api_key.roles is 'What it was given, on the system or on the stores';
comment on column lockness.api_key.stores is 'The only stores that it reaches; null: all';
comment on column lockness.api_key.modules is 'The only modules that it may push, as store/module; null: not narrowed to modules';
comment on column lockness.api_key.actions is 'The only actions that it may ask for, such as access.check or tuple.*; null: all that its roles allow';
comment on column lockness.api_key.expires_at is 'The end that its root tuple has in the system store';
comment on column lockness.api_key.last_used_at is 'Told by each node at most once a minute';

alter table lockness.store add column deleted_at timestamptz;
comment on column lockness.store.deleted_at is 'When it was closed for ever; its head is gone with it, its history is kept';
