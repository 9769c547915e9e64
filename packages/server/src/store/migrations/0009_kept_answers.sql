-- Commands that are asked again. What makes a store or a key is no write to one log, so its idempotency key cannot be kept
-- with a revision: it is kept with its actor, together with what was answered.

create table lockness.kept_answer (
  actor text collate "C" not null,
  key text collate "C" not null,
  request_hash bytea not null,
  answer text not null,
  created_at timestamptz not null default now(),
  primary key (actor, key)
);
create index kept_answer_age on lockness.kept_answer (created_at);
comment on table lockness.kept_answer is 'What a command answered that came with an idempotency key; kept for 24 hours';
comment on column lockness.kept_answer.request_hash is 'sha256 of what was asked for: the same key with another request is an error';
comment on column lockness.kept_answer.answer is 'JSON; never a secret';
