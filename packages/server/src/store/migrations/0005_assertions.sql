-- What is expected of a model, as OpenFGA's API keeps it.

create table lockness.assertion (
  store_id text collate "C" not null,
  model text collate "C" not null,
  body text not null,
  primary key (store_id, model),
  foreign key (store_id, model) references lockness.model (store_id, id)
);
comment on table lockness.assertion is 'Questions with the answers that they are expected to have, one list for each model; they change no answer';
comment on column lockness.assertion.body is 'JSON: [{question, expectation, contextualTuples, context}]';
