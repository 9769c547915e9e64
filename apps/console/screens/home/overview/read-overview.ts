// What the overview shows: the stores with their modules, what was done last, and how the server is doing. Each part is
// asked for by itself, so that a key which may see only some of it sees that.

import type { AuditRecord, Client, Module, Store } from '@lockness/client'
import { actorNamesOf } from '#screens/operations/audit/actor-names.ts'
import { SYSTEM_SCOPE } from '#screens/operations/audit/audit-address.ts'
import { readSnapshot, type Snapshot } from '#screens/operations/now/snapshot.ts'
import { answerOf, type Tried, tried } from '#session/tried.ts'
import { latestOf } from './latest.ts'

export interface StoreRow {
  readonly store: Store
  /** Undefined: not for this key. */
  readonly modules: readonly Module[] | undefined
}

/** A record, and where it was made. */
export interface Change extends AuditRecord {
  readonly scope: string
}

export interface OverviewFacts {
  readonly stores: Tried<{ readonly rows: readonly StoreRow[]; readonly hasMore: boolean }>
  /** The newest first. */
  readonly changes: readonly Change[]
  readonly actorNames: Readonly<Record<string, string>>
  readonly snapshot: Snapshot
}

const STORES_SHOWN = 6
const CHANGES_SHOWN = 8

export async function readOverview(client: Client): Promise<OverviewFacts> {
  const [listed, snapshot, actorNames, onSystem] = await Promise.all([
    tried(client.store.list({ pageSize: STORES_SHOWN })),
    readSnapshot(client),
    actorNamesOf(client),
    tried(client.audit.listSystem({ pageSize: CHANGES_SHOWN })),
  ])
  const stores = answerOf(listed)?.items ?? []
  const [rows, inStores] = await Promise.all([
    Promise.all(stores.map((store) => readStore(client, store))),
    Promise.all(
      stores.map(async ({ id }) => {
        const page = answerOf(await tried(client.audit.list({ store: id, pageSize: CHANGES_SHOWN })))
        return (page?.items ?? []).map((each): Change => ({ ...each, scope: id }))
      }),
    ),
  ])
  const own = (answerOf(onSystem)?.items ?? []).map((each): Change => ({ ...each, scope: SYSTEM_SCOPE }))
  return {
    stores: 'failure' in listed ? listed : { value: { rows, hasMore: listed.value.cursor !== undefined } },
    changes: latestOf([own, ...inStores], CHANGES_SHOWN),
    actorNames,
    snapshot,
  }
}

async function readStore(client: Client, store: Store): Promise<StoreRow> {
  return { store, modules: answerOf(await tried(client.module.list({ store: store.id })))?.items }
}
