-- Several modules may come into force by one write: modules that name one another cannot come one by one. And nothing is
-- told to others by an outbox: nobody ever wrote to it, and nothing sent what would have been in it.
--
-- Of lockness.append two statements change, so these are changed, whatever else it has become since.

do $$
declare
  function_id constant regprocedure := 'lockness.append(text, jsonb)';
  one_module constant text := $old$        values (store, w -> 'module' ->> 'name', w -> 'module' ->> 'hash', head.rev, w -> 'module' -> 'files')
$old$;
  all_modules constant text := $new$        select store, m.value ->> 'name', m.value ->> 'hash', head.rev, m.value -> 'files'
        from jsonb_array_elements(
          case jsonb_typeof(w -> 'module') when 'array' then w -> 'module' else jsonb_build_array(w -> 'module') end) m
$new$;
  outbox constant text := $old$    if w ? 'outbox' then
      insert into lockness.outbox (store_id, rev, topic, body)
        select store, head.rev, o ->> 'topic', o -> 'body' from jsonb_array_elements(w -> 'outbox') o;
    end if;
$old$;
  definition text := pg_get_functiondef(function_id);
begin
  if strpos(definition, one_module) = 0 or strpos(definition, outbox) = 0 then
    raise exception 'lockness.append is not the function that this migration changes';
  end if;
  execute replace(replace(definition, one_module, all_modules), outbox, '');
end $$;

drop table lockness.outbox;
