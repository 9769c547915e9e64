-- How a revision is made. The function is VOLATILE, so each statement in it sees what was committed before that
-- statement began: the lock comes first, and whatever is asked after it (the key, the preconditions, what is there)
-- is asked of the state that the lock protects. In one statement with the lock it would be the state before it.

-- What is live is looked up key by key, through the index, also while the planner believes that a growing table is still
-- empty: a join that reads a whole store once took 30 s for a chunk of 10,000. Nobody else moves the rows of a store
-- while its head is locked, so a row found by its place (ctid) is still there when it is updated. The settings of the two
-- functions say the same to the planner: one plan, by index, for ever.

-- What a tuple looks like in a body. Absent parts are absent, not null.
create function lockness.tuple_json(object text, relation text, subject text, condition text, context text, expires_at_ms bigint)
returns jsonb immutable language sql as $$
  select jsonb_build_object('object', object, 'relation', relation, 'subject', subject)
    || case when condition is null then '{}'
       when context is null then jsonb_build_object('condition', jsonb_build_object('name', condition))
       else jsonb_build_object('condition', jsonb_build_object('name', condition, 'context', context::jsonb)) end
    || case when expires_at_ms is null then '{}' else jsonb_build_object('expiresAt', expires_at_ms) end
$$;

-- The same as text. The context is JSON as it was written.
create function lockness.tuple_text(object text, relation text, subject text, condition text, context text, expires_at_ms bigint)
returns text immutable language sql as $$
  select '{"object":' || to_json(object) || ',"relation":' || to_json(relation) || ',"subject":' || to_json(subject)
    || case when condition is null then ''
       else ',"condition":{"name":' || to_json(condition) || coalesce(',"context":' || context, '') || '}' end
    || coalesce(',"expiresAt":' || expires_at_ms, '') || '}'
$$;

create function lockness.next_chain(previous bytea, store_id text, epoch int, rev bigint, commit_id uuid, body text)
returns bytea immutable language sql as $$
  select sha256(previous || convert_to(store_id, 'UTF8') || '\x00'::bytea || int4send(epoch) || int8send(rev)
    || uuid_send(commit_id) || convert_to(body, 'UTF8'))
$$;

-- The row of the log, and the head as it is after it. The caller holds the lock of `head`.
create function lockness.write_revision(
  inout head lockness.store_head, commit_id uuid, actor text, action text, source text, reason text, model jsonb,
  labels jsonb, removed jsonb, added jsonb
) language plpgsql as $$
declare
  text_body text;
begin
  head.rev := head.rev + 1;
  text_body := jsonb_strip_nulls(jsonb_build_object(
    'at', floor(extract(epoch from head.committed_at) * 1000)::bigint,
    'actor', actor, 'action', action, 'source', source, 'reason', reason, 'model', model, 'labels', labels))
    || jsonb_build_object('removed', coalesce(removed, '[]'), 'added', coalesce(added, '[]'));
  head.chain := lockness.next_chain(head.chain, head.store_id, head.epoch, head.rev, commit_id, text_body);
  insert into lockness.store_log (store_id, rev, epoch, chain, commit_id, committed_at, body)
    values (head.store_id, head.rev, head.epoch, head.chain, commit_id, head.committed_at, text_body);
end $$;

-- The audit records of the revisions after one, taken from the very bodies that the chain covers. Together for a whole
-- group of writes: one statement instead of one for each.
create function lockness.audit_after(store text, after bigint) returns void language sql as $$
  insert into lockness.audit (store_id, rev, at, actor, action, source, reason, added, removed)
  select l.store_id, l.rev, l.committed_at, b.body ->> 'actor', b.body ->> 'action', b.body ->> 'source', b.body ->> 'reason',
    jsonb_array_length(b.body -> 'added'), jsonb_array_length(b.body -> 'removed')
  from lockness.store_log l, lateral (select l.body::jsonb as body offset 0) b
  where l.store_id = store and l.rev > after
$$;

-- What a type restriction speaks of: `doc#viewer@group#member`, `doc#viewer@user:* with condition`.
create function lockness.tuple_form(tuple jsonb) returns text immutable language sql as $$
  select split_part(tuple ->> 'object', ':', 1) || '#' || (tuple ->> 'relation') || '@' || split_part(tuple ->> 'subject', ':', 1)
    || case when tuple ->> 'subject' = split_part(tuple ->> 'subject', ':', 1) || ':*' then ':*'
       else coalesce('#' || substring(tuple ->> 'subject' from '#([^#]*)$'), '') end
    || coalesce(' with ' || (tuple -> 'condition' ->> 'name'), '')
$$;

-- Whether a revision after one has added a tuple of a form that is not listed, or is no longer there to be looked at.
create function lockness.has_other_forms(store text, log_floor bigint, after bigint, forms jsonb)
returns boolean stable language sql as $$
  select after < log_floor or exists (
    select from lockness.store_log l, jsonb_array_elements(l.body::jsonb -> 'added') a
    where l.store_id = store and l.rev > after and not forms ? lockness.tuple_form(a))
$$;

-- The first of the preconditions that does not hold, from 0; null when all do.
create function lockness.failed_precondition(store text, rev bigint, preconditions jsonb, at_ms bigint)
returns int stable language sql as $$
  select (p.ordinality - 1)::int
  from jsonb_array_elements(preconditions) with ordinality p (value, ordinality)
  where not case p.value ->> 'kind'
    when 'revision' then rev = (p.value ->> 'revision')::bigint
    when 'model' then coalesce(p.value ->> 'model' = (
      select m.id from lockness.model m where m.store_id = store order by m.since desc limit 1), false)
    else (p.value ->> 'kind' = 'exists') = exists (
      select from lockness.tuple t
      where t.store_id = store and t.until is null and t.object = p.value ->> 'object'
        and (p.value ->> 'relation' is null or t.relation = p.value ->> 'relation')
        and (p.value ->> 'subject' is null or t.subject = p.value ->> 'subject')
        and (t.expires_at_ms is null or t.expires_at_ms > at_ms))
    end
  order by p.ordinality limit 1
$$;

-- Carries out writes of one store one after the other, each as a revision of its own or not at all. One row for each:
-- done, replayed (the key or the commit was there), or what stood against it. Nothing of a write that is refused is
-- left behind, because everything that can refuse it is asked before anything is changed.
create function lockness.append(store text, writes jsonb)
returns table (ordinal int, status text, detail text, epoch int, rev bigint, chain bytea, committed_at_ms bigint)
language plpgsql volatile
-- A writer that waits longer than this is told so, instead of holding a connection.
set lock_timeout = '2s'
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  head lockness.store_head;
  old lockness.store_log;
  w jsonb;
  id uuid;
  ids uuid[];
  at_ms bigint;
  found_rev bigint;
  found_hash bytea;
  failed int;
  found_live int;
  is_second_try boolean;
  removed jsonb;
  added jsonb;
  first_rev bigint;
begin
  select * into head from lockness.store_head h where h.store_id = store for no key update;
  if not found then
    return query select i::int, 'unknown_store', null::text, 0, 0::bigint, null::bytea, 0::bigint
      from generate_series(0, jsonb_array_length(writes) - 1) i;
    return;
  end if;
  first_rev := head.rev;
  head.committed_at := greatest(head.committed_at, clock_timestamp());
  at_ms := floor(extract(epoch from head.committed_at) * 1000);

  -- A first try that went well is the rule: one look for all tells that nobody here has been here before.
  ids := array(select (x ->> 'commitId')::uuid from jsonb_array_elements(writes) x);
  is_second_try := exists (select from lockness.store_log l where l.store_id = store and l.commit_id = any (ids))
    or exists (select from lockness.refused_commit r where r.store_id = store and r.commit_id = any (ids));

  for ordinal, w in select (x.n - 1)::int, x.value from jsonb_array_elements(writes) with ordinality x (value, n) order by x.n loop
    id := (w ->> 'commitId')::uuid;
    status := null; detail := null; epoch := head.epoch; old := null; found_rev := null;

    if is_second_try then
      select l.* into old from lockness.store_log l where l.store_id = store and l.commit_id = id;
    end if;
    if old.rev is null and w ? 'key' then
      select i.rev, i.request_hash into found_rev, found_hash from lockness.idempotency i
        where i.store_id = store and i.key = w ->> 'key' and i.created_at > clock_timestamp() - interval '24 hours';
      if found_rev is not null and found_hash <> decode(w ->> 'hash', 'hex') then
        status := 'idempotency_mismatch'; detail := found_rev::text; return next; continue;
      end if;
      select l.* into old from lockness.store_log l where l.store_id = store and l.rev = found_rev;
    end if;
    if old.rev is not null then
      -- With a transaction id there is a commit to wait for, and with it everything before it is on the replica too.
      perform pg_current_xact_id();
      status := 'replayed'; epoch := old.epoch; rev := old.rev; chain := old.chain;
      committed_at_ms := floor(extract(epoch from old.committed_at) * 1000); return next; continue;
    end if;

    -- A first try that is still under way somewhere must not do what its second try was told is refused.
    if is_second_try and exists (select from lockness.refused_commit r where r.store_id = store and r.commit_id = id) then
      status := 'refused_before'; return next; continue;
    end if;
    if w ? 'isSecondTry' then
      insert into lockness.refused_commit (store_id, commit_id) values (store, id);
    end if;
    if head.is_frozen then status := 'frozen'; return next; continue; end if;
    if w ? 'judgedBy' and (
      select m.id from lockness.model m where m.store_id = store order by m.since desc limit 1
    ) is distinct from w ->> 'judgedBy' then
      status := 'model_moved'; return next; continue;
    end if;
    if w ? 'formsKept' and lockness.has_other_forms(
      store, head.log_floor, (w -> 'formsKept' ->> 'after')::bigint, w -> 'formsKept' -> 'forms')
    then
      status := 'model_moved'; return next; continue;
    end if;
    if w -> 'preconditions' <> '[]' then
      failed := lockness.failed_precondition(store, head.rev, w -> 'preconditions', at_ms);
      if failed is not null then
        status := 'precondition_failed'; detail := failed::text; return next; continue;
      end if;
    end if;
    select min(c.n - 1) filter (where case c.value ->> 'op' when 'add' then t.is_seen when 'remove' then t.is_seen is not true end),
        count(t.is_seen)
      into failed, found_live
      from jsonb_array_elements(w -> 'changes') with ordinality c (value, n)
      left join lateral (
        select u.expires_at_ms is null or u.expires_at_ms > at_ms as is_seen from lockness.tuple u
        where u.store_id = store and u.until is null and u.object = c.value ->> 'object'
          and u.relation = c.value ->> 'relation' and u.subject = c.value ->> 'subject'
        limit 1) t on true;
    if failed is not null then
      status := 'conflict'; detail := failed::text; return next; continue;
    end if;
    if w ? 'model' and exists (select from lockness.model m where m.store_id = store and m.id = w -> 'model' ->> 'id') then
      status := 'model_exists'; return next; continue;
    end if;
    if w ? 'labels' then
      select l.value ->> 'model' into detail from jsonb_array_elements(w -> 'labels') l
        where l.value ->> 'model' is not null and l.value ->> 'model' is distinct from w -> 'model' ->> 'id'
          and not exists (select from lockness.model m where m.store_id = store and m.id = l.value ->> 'model')
        limit 1;
      if detail is not null then
        status := 'unknown_model'; return next; continue;
      end if;
    end if;

    removed := null;
    if found_live > 0 then
      with closed as (
        update lockness.tuple t set until = head.rev + 1
        where t.ctid = any (array(
          select p.place
          from jsonb_to_recordset(w -> 'changes')
              c (op text, object text, relation text, subject text, condition text, context text, "expiresAt" bigint),
            lateral (
              select u.ctid as place from lockness.tuple u
              where u.store_id = store and u.until is null
                and u.object = c.object and u.relation = c.relation and u.subject = c.subject
                and case c.op
                  when 'expire' then u.expires_at_ms <= at_ms
                  when 'put' then (u.condition, u.context, u.expires_at_ms) is distinct from (c.condition, c.context, c."expiresAt")
                  else true end
              limit 1) p))
        returning t.*)
      select jsonb_agg(lockness.tuple_json(x.object, x.relation, x.subject, x.condition, x.context, x.expires_at_ms)
          order by x.object, x.relation, x.subject)
        into removed from closed x;
    end if;
    with opened as (
      insert into lockness.tuple (store_id, object, relation, subject, since, condition, context, expires_at_ms, source, actor, reason)
      select store, c.object, c.relation, c.subject, head.rev + 1, c.condition, c.context, c."expiresAt",
        w ->> 'source', w ->> 'actor', w ->> 'reason'
      from jsonb_to_recordset(w -> 'changes')
        c (op text, object text, relation text, subject text, condition text, context text, "expiresAt" bigint)
      where c.op in ('add', 'put') and (select true from lockness.tuple t
        where t.store_id = store and t.until is null
          and t.object = c.object and t.relation = c.relation and t.subject = c.subject) is null
      returning *)
    select jsonb_agg(lockness.tuple_json(x.object, x.relation, x.subject, x.condition, x.context, x.expires_at_ms)
        order by x.object, x.relation, x.subject)
      into added from opened x;

    head := lockness.write_revision(
      head, id, w ->> 'actor', w ->> 'action', w ->> 'source', w ->> 'reason', w -> 'model', w -> 'labels',
      removed, added);
    if w ? 'isSecondTry' then
      delete from lockness.refused_commit r where r.store_id = store and r.commit_id = id;
    end if;
    if w ? 'model' then
      insert into lockness.model (store_id, id, since, body, modules)
        values (store, w -> 'model' ->> 'id', head.rev, w -> 'model' ->> 'body', w -> 'model' -> 'modules');
    end if;
    if w ? 'module' then
      insert into lockness.module (store_id, name, hash, since, files)
        values (store, w -> 'module' ->> 'name', w -> 'module' ->> 'hash', head.rev, w -> 'module' -> 'files')
        on conflict (store_id, name, hash) do nothing;
    end if;
    if w ? 'labels' then
      delete from lockness.model_label l where l.store_id = store
        and l.label in (select x.value ->> 'label' from jsonb_array_elements(w -> 'labels') x);
      insert into lockness.model_label (store_id, label, model, since)
        select store, x.value ->> 'label', x.value ->> 'model', head.rev
        from jsonb_array_elements(w -> 'labels') x where x.value ->> 'model' is not null;
    end if;
    if w ? 'key' then
      insert into lockness.idempotency as i (store_id, key, request_hash, rev, created_at)
        values (store, w ->> 'key', decode(w ->> 'hash', 'hex'), head.rev, head.committed_at)
        on conflict (store_id, key) do update set request_hash = excluded.request_hash, rev = excluded.rev, created_at = excluded.created_at;
    end if;
    if w ? 'outbox' then
      insert into lockness.outbox (store_id, rev, topic, body)
        select store, head.rev, o ->> 'topic', o -> 'body' from jsonb_array_elements(w -> 'outbox') o;
    end if;
    status := 'done'; rev := head.rev; chain := head.chain;
    committed_at_ms := floor(extract(epoch from head.committed_at) * 1000);
    return next;
  end loop;

  if head.rev > first_rev then
    perform lockness.audit_after(store, first_rev);
    update lockness.store_head h set rev = head.rev, chain = head.chain, committed_at = head.committed_at where h.store_id = store;
  end if;
end $$;

-- The staged tuples of one chunk as one revision; see import.ts. Puts: what is there as wanted stays as it is. The stage is
-- a temporary table of the transaction, and `staged_text` the same tuples as they stand in a body. Most chunks meet nothing
-- that is there and go in as they are, at half the price of asking for each tuple; only when one meets something is
-- looked what it met.
create function lockness.append_stage(
  store text, import_id text, judged_by text, expected_tuples bigint, read_tuples bigint, commit_id uuid, actor text, reason text,
  staged_text text
) returns table (status text, rev bigint, tuples bigint) language plpgsql volatile
set lock_timeout = '2s'
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  head lockness.store_head;
  progress lockness.import;
  in_force text;
  removed text := '';
  added text;
  removed_count bigint := 0;
  added_count bigint;
  text_body text;
begin
  select * into head from lockness.store_head h where h.store_id = store for no key update;
  if not found then
    return query select 'unknown_store', 0::bigint, 0::bigint; return;
  end if;
  insert into lockness.import (store_id, id) values (store, import_id) on conflict do nothing;
  select * into progress from lockness.import i where i.store_id = store and i.id = import_id;
  select m.id into in_force from lockness.model m where m.store_id = store order by m.since desc limit 1;
  if head.is_frozen or progress.tuples <> expected_tuples or in_force is distinct from judged_by then
    return query select case when head.is_frozen then 'frozen' when progress.tuples <> expected_tuples then 'moved'
      else 'model_moved' end, head.rev, progress.tuples;
    return;
  end if;
  head.committed_at := greatest(head.committed_at, clock_timestamp());
  head.rev := head.rev + 1;

  begin
    insert into lockness.tuple (store_id, object, relation, subject, since, condition, context, expires_at_ms, source, actor, reason)
    select store, s.object, s.relation, s.subject, head.rev, s.condition, s.context, s.expires_at_ms, 'import', actor, reason
    from pg_temp.lockness_stage s;
    get diagnostics added_count = row_count;
    added := staged_text;
  exception when unique_violation then
    added := null;
  end;

  if added is null then
    with closed as (
      update lockness.tuple t set until = head.rev
      where t.ctid = any (array(
        select u.place
        from pg_temp.lockness_stage s,
          lateral (
            select u.ctid as place from lockness.tuple u
            where u.store_id = store and u.until is null
              and u.object = s.object and u.relation = s.relation and u.subject = s.subject
              and (u.condition, u.context, u.expires_at_ms) is distinct from (s.condition, s.context, s.expires_at_ms)
            limit 1) u))
      returning t.*)
    select coalesce(string_agg(lockness.tuple_text(x.object, x.relation, x.subject, x.condition, x.context, x.expires_at_ms), ','), ''),
        count(*)
      into removed, removed_count from closed x;
    with opened as (
      insert into lockness.tuple (store_id, object, relation, subject, since, condition, context, expires_at_ms, source, actor, reason)
      select store, s.object, s.relation, s.subject, head.rev, s.condition, s.context, s.expires_at_ms, 'import', actor, reason
      from pg_temp.lockness_stage s
      on conflict (store_id, object, relation, subject) where until is null do nothing
      returning *)
    select coalesce(string_agg(lockness.tuple_text(x.object, x.relation, x.subject, x.condition, x.context, x.expires_at_ms), ','), ''),
        count(*)
      into added, added_count from opened x;
  end if;
  update lockness.import i set tuples = i.tuples + read_tuples, chunks = i.chunks + 1, updated_at = clock_timestamp()
    where i.store_id = store and i.id = import_id;
  if added_count + removed_count = 0 then
    return query select 'done', head.rev - 1, progress.tuples + read_tuples; return;
  end if;
  text_body := left(jsonb_strip_nulls(jsonb_build_object(
      'at', floor(extract(epoch from head.committed_at) * 1000)::bigint,
      'actor', actor, 'action', 'tuple.import', 'source', 'import', 'reason', reason))::text, -1)
    || ', "added": [' || added || '], "removed": [' || removed || ']}';
  head.chain := lockness.next_chain(head.chain, store, head.epoch, head.rev, commit_id, text_body);
  insert into lockness.store_log (store_id, rev, epoch, chain, commit_id, committed_at, body)
    values (store, head.rev, head.epoch, head.chain, commit_id, head.committed_at, text_body);
  insert into lockness.audit (store_id, rev, at, actor, action, source, reason, added, removed)
    values (store, head.rev, head.committed_at, actor, 'tuple.import', 'import', reason, added_count, removed_count);
  update lockness.store_head h set rev = head.rev, chain = head.chain, committed_at = head.committed_at where h.store_id = store;
  return query select 'done', head.rev, progress.tuples + read_tuples;
end $$;
