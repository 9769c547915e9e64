// The front door of the access area: stores, models, tuples and the questions about them, on one screen.

import { createHash } from 'node:crypto'
import type { App } from '../action.ts'
import { Cursors } from '../http/cursor.ts'
import { type Route, route } from '../http/route.ts'
import type { Store } from '../store/store.ts'
import { changeActions } from './change.actions.ts'
import { STALENESS_MS_MAX } from './consistency.ts'
import { DatabaseFeed } from './database-feed.ts'
import { selectModelBody, selectModelVersions } from './model.sql.ts'
import type { AccessParts } from './parts.ts'
import { questionRoutes } from './question.routes.ts'
import { Replicas } from './replicas.ts'
import { openSituations } from './situation.actions.ts'
import { openTransactions } from './transaction.ts'
import { tupleRoutes } from './tuple.routes.ts'

export interface AccessOptions extends Pick<AccessParts, 'nowMs' | 'now' | 'newId' | 'report'> {
  readonly store: Pick<Store, 'database' | 'appender' | 'installation' | 'committed' | 'onCommitted'>
  readonly stalenessMsMax?: number
}

export interface Access {
  readonly routes: readonly Route[]
  readonly parts: AccessParts
  readonly transaction: App['transaction']
  readonly append: App['append']
  /** Something may have been written to the store. */
  hint(storeId: string): void
  close(): Promise<void>
}

export function openAccess({ store, stalenessMsMax = STALENESS_MS_MAX, ...given }: AccessOptions): Access {
  const { database, appender, installation } = store
  const { tokenKey } = installation
  const { nowMs, report } = given
  const feed = new DatabaseFeed({
    database,
    modelVersions: (storeId, revision) => selectModelVersions(database, storeId, revision),
    nowMs,
    report,
  })
  const modelBody = (storeId: string, id: string) => selectModelBody(database, storeId, id)
  const replicas = new Replicas({ feed, modelBody, nowMs, report })
  store.onCommitted((storeId) => replicas.hint(storeId))
  const cursors = new Cursors(createHash('sha256').update(tokenKey).update('lockness cursor').digest())
  const { committed } = store
  const base = { ...given, database, appender, replicas, cursors, tokenKey, stalenessMsMax, committed }
  const parts: AccessParts = { ...base, situations: openSituations(base) }
  const change = changeActions(parts)
  // biome-ignore format: a table is read by its columns
  const routes = [
    route('POST', '/v1/stores',                      change.createStore, { status: 201 }),
    route('POST', '/v1/stores/:store/models',        change.writeModel, { status: 201 }),
    ...tupleRoutes(parts),
    ...questionRoutes(parts),
  ]
  return {
    routes,
    parts,
    transaction: openTransactions(database, store.committed),
    append: appender.append,
    hint: (storeId) => replicas.hint(storeId),
    close: () => replicas.close(),
  }
}
