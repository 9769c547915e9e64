-- The short way of a revision. Most writes only add tuples and ask for nothing beyond the model they were judged by; these
-- become revisions by four statements for the whole group, instead of a dozen for each write: 25 µs of the database's
-- processor for each in a group of 32, where lockness.append takes 160.
--
-- Everything that is not as it is nearly always is left to lockness.append: a frozen or unknown store, another model and a
-- commit that was refused before are told as `not_plain`; a tuple, a key or a commit that is there violates an index, which
-- undoes all of it. The lock comes first, as there, and what is asked after it sees the state that the lock protects.
create function lockness.append_plain(
  store text, is_judged boolean, judged_by text,
  -- One for each write. A body is its text after the time: `,"actor":…}`.
  commit_ids uuid[], actors text[], actions text[], sources text[], reasons text[], bodies text[], added_counts int[],
  -- One for each tuple, with the number of its write from 1.
  in_write int[], objects text[], relations text[], subjects text[], conditions text[], contexts text[], expiries bigint[],
  -- One for each idempotency key.
  keyed int[], keys text[], hashes text[],
  out status text, out epoch int, out before_rev bigint, out chains bytea[], out committed_at_ms bigint
) language plpgsql volatile
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  head lockness.store_head;
  total int := cardinality(commit_ids);
  prefix bytea;
  texts text[] := '{}';
begin
  select * into head from lockness.store_head h where h.store_id = store for no key update;
  if not found or head.is_frozen
    or (is_judged and (select m.id from lockness.model m where m.store_id = store order by m.since desc limit 1) is distinct from judged_by)
    or exists (select from lockness.refused_commit r where r.store_id = store and r.commit_id = any (commit_ids))
  then
    status := 'not_plain';
    return;
  end if;
  head.committed_at := greatest(head.committed_at, clock_timestamp());
  status := 'done'; epoch := head.epoch; before_rev := head.rev; chains := '{}';
  committed_at_ms := floor(extract(epoch from head.committed_at) * 1000);
  -- What lockness.next_chain hashes, with the part that is the same for all put together once.
  prefix := convert_to(store, 'UTF8') || '\x00'::bytea || int4send(head.epoch);
  for i in 1 .. total loop
    texts[i] := '{"at":' || committed_at_ms || bodies[i];
    head.chain := sha256(
      head.chain || prefix || int8send(before_rev + i) || uuid_send(commit_ids[i]) || convert_to(texts[i], 'UTF8'));
    chains[i] := head.chain;
  end loop;
  insert into lockness.store_log (store_id, rev, epoch, chain, commit_id, committed_at, body)
    select store, before_rev + x.n, head.epoch, x.chain, x.id, head.committed_at, x.body
    from unnest(chains, commit_ids, texts) with ordinality x (chain, id, body, n);
  insert into lockness.tuple (store_id, object, relation, subject, since, condition, context, expires_at_ms, source, actor, reason)
    select store, x.object, x.relation, x.subject, before_rev + x.n, x.condition, x.context, x.expiry, sources[x.n], actors[x.n], reasons[x.n]
    from unnest(in_write, objects, relations, subjects, conditions, contexts, expiries)
      x (n, object, relation, subject, condition, context, expiry);
  insert into lockness.audit (store_id, rev, at, actor, action, source, reason, added, removed)
    select store, before_rev + x.n, head.committed_at, x.actor, x.action, x.source, x.reason, x.added, 0
    from unnest(actors, actions, sources, reasons, added_counts) with ordinality x (actor, action, source, reason, added, n);
  if cardinality(keyed) > 0 then
    insert into lockness.idempotency (store_id, key, request_hash, rev, created_at)
      select store, x.key, decode(x.hash, 'hex'), before_rev + x.n, head.committed_at
      from unnest(keyed, keys, hashes) x (n, key, hash);
  end if;
  update lockness.store_head h set rev = before_rev + total, chain = head.chain, committed_at = head.committed_at
    where h.store_id = store;
end $$;
