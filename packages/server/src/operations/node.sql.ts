// The rows of the nodes.

import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

export interface NodeRow {
  readonly id: string
  readonly thread: number
  readonly host: string
  readonly version: string
  readonly threads: number
  readonly startedAt: Date
  readonly stores: number
  readonly stalenessMs: number
  /** Null: it is ready. */
  readonly notReady: string | null
}

/** A position of the log that a thread has come to. */
export interface HeldPosition {
  readonly storeId: string
  readonly revision: number
}

/** How far it is behind is said by the database, which knows the heads. */
export async function upsertNode(database: Reader, row: NodeRow, held: readonly HeldPosition[]): Promise<void> {
  const { id, thread, host, version, threads, startedAt, stores, stalenessMs, notReady } = row
  await database.query(
    `insert into lockness.node (id, thread, host, version, threads, started_at, seen_at, stores, behind, staleness_ms, not_ready)
     values ($1, $2, $3, $4, $5, $6, clock_timestamp(), $7,
       (select coalesce(max(h.rev - x.rev), 0) from unnest($10::text[], $11::bigint[]) x (store_id, rev)
          join lockness.store_head h using (store_id)), $8, $9)
     on conflict (id, thread) do update set seen_at = excluded.seen_at, stores = excluded.stores, behind = excluded.behind,
       staleness_ms = excluded.staleness_ms, not_ready = excluded.not_ready`,
    [
      ...[id, thread, host, version, threads, startedAt, stores, stalenessMs, notReady],
      held.map(({ storeId }) => storeId),
      held.map(({ revision }) => revision),
    ],
  )
}

export interface NodeSeen extends Record<string, unknown> {
  readonly id: string
  readonly host: string
  readonly version: string
  readonly threads: number
  readonly startedAt: Date
  readonly seenAt: Date
  readonly silentMs: number
  readonly threadsSeen: number
  readonly stores: number
  readonly behind: number
  readonly stalenessMs: number
  readonly notReady: string | null
}

/** Threads that are silent for longer than `silentMsMax` say nothing of the others, unless all of the node's are. */
export function selectNodes(database: Reader, silentMsMax: number, limit: number): Promise<NodeSeen[]> {
  return database.query<NodeSeen>(
    `with told as (
       select *, seen_at > max(seen_at) over (partition by id) - $1 * interval '1 ms' as is_heard,
         seen_at > clock_timestamp() - $1 * interval '1 ms' as is_up from lockness.node)
     select id, min(host) as host, min(version) as version, max(threads) as threads, min(started_at) as "startedAt",
       max(seen_at) as "seenAt", greatest(0, extract(epoch from clock_timestamp() - max(seen_at)) * 1000)::bigint as "silentMs",
       (count(*) filter (where is_up))::int as "threadsSeen", (max(stores) filter (where is_heard))::int as stores,
       (max(behind) filter (where is_heard))::bigint as behind,
       (max(staleness_ms) filter (where is_heard))::bigint as "stalenessMs",
       min(not_ready) filter (where is_heard) as "notReady"
     from told group by id order by "startedAt", id limit $2`,
    [silentMsMax, limit],
  )
}

export async function deleteNode(database: Reader, id: string, thread: number): Promise<void> {
  await database.query('delete from lockness.node where id = $1 and thread = $2', [id, thread])
}

export interface Forgotten {
  readonly afterMs: number
  /** Silent nodes of a machine on which another one began since. */
  readonly replaced: Pick<NodeRow, 'host' | 'startedAt'> & { readonly afterMs: number }
}

export async function forgetNodes(database: Reader, { afterMs, replaced }: Forgotten): Promise<void> {
  await database.query(
    `delete from lockness.node where seen_at < clock_timestamp() - $1 * interval '1 ms'
       or (host = $2 and seen_at < $3 and seen_at < clock_timestamp() - $4 * interval '1 ms')`,
    [afterMs, replaced.host, replaced.startedAt, replaced.afterMs],
  )
}
