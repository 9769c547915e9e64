// The front door of the access area: stores, models, tuples and the questions about them, on one screen.

import { createHash } from 'node:crypto'
import type { Actor, App } from '../action.ts'
import { Cursors } from '../http/cursor.ts'
import type { Route } from '../http/route.ts'
import type { Store } from '../store/store.ts'
import { auditRoutes } from './audit.routes.ts'
import { STALENESS_MS_MAX } from './consistency.ts'
import { keyRoutes } from './key.routes.ts'
import { openKeys } from './key-ring.actions.ts'
import { modelRoutes } from './model.routes.ts'
import { moduleRoutes } from './module.routes.ts'
import type { AccessParts } from './parts.ts'
import { questionRoutes } from './question.routes.ts'
import { type OpenReplicasOptions, openReplicas } from './replicas.actions.ts'
import { openSituations } from './situation.actions.ts'
import { storeRoutes } from './store.routes.ts'
import { openTransactions } from './transaction.ts'
import { tupleRoutes } from './tuple.routes.ts'
import { openUsage } from './usage.actions.ts'
import { usageRoutes } from './usage.routes.ts'
import { watchRoutes } from './watch.routes.ts'

// What foreign wires answer with, so that they are answered as our own is.
export { within } from './consistency.ts'
export type { Feed, FeedEvents, Line, ModelVersion } from './feed.ts'
export { SYSTEM_STORE } from './key.ts'
export type { AccessParts } from './parts.ts'
export { readPage } from './question-list.ts'
export { openReplicas } from './replicas.actions.ts'
export type { Replicas } from './replicas.ts'
export { type Pin, type Place, place } from './situation.ts'
export { recoverRootKey } from './system-store.actions.ts'
export { append } from './transaction.ts'
export { judge } from './tuple-judge.ts'

export interface AccessOptions
  extends Pick<AccessParts, 'nowMs' | 'now' | 'newId' | 'report'>,
    Pick<OpenReplicasOptions, 'feed' | 'imageFolder'> {
  readonly store: Pick<Store, 'database' | 'connection' | 'appender' | 'installation' | 'committed' | 'onCommitted'>
  readonly stalenessMsMax?: number
}

export interface Access {
  readonly routes: readonly Route[]
  readonly parts: AccessParts
  readonly transaction: App['transaction']
  readonly append: App['append']
  readonly isAllowed: App['isAllowed']
  /** Whose key it is. */
  authenticate(bearer: string): Actor | undefined | Promise<Actor | undefined>
  /** Something may have been written to the store. */
  hint(storeId: string): void
  close(): Promise<void>
}

export function openAccess({
  store,
  feed,
  imageFolder,
  stalenessMsMax = STALENESS_MS_MAX,
  ...given
}: AccessOptions): Access {
  const { database, appender, installation } = store
  const { tokenKey } = installation
  const { nowMs, report } = given
  const replicas = openReplicas({
    store,
    nowMs,
    report,
    ...(feed && { feed }),
    ...(imageFolder !== undefined && { imageFolder }),
  })
  store.onCommitted((storeId) => replicas.hint(storeId))
  const cursors = new Cursors(createHash('sha256').update(tokenKey).update('lockness cursor').digest())
  const { committed } = store
  const usage = openUsage({ database, nowMs, report })
  const base = { ...given, database, appender, replicas, cursors, tokenKey, stalenessMsMax, committed, usage }
  const { authority, keys, onCommit } = openKeys(base)
  const parts: AccessParts = { ...base, authority, situations: openSituations(base) }
  // biome-ignore format: a table is read by its columns
  const routes = [
    ...storeRoutes(parts),
    ...keyRoutes(parts),
    ...auditRoutes(parts),
    ...modelRoutes(parts),
    ...moduleRoutes(parts),
    ...tupleRoutes(parts),
    ...questionRoutes(parts),
    ...watchRoutes(parts),
    ...usageRoutes(parts),
  ]
  return {
    routes,
    parts,
    transaction: openTransactions(database, onCommit),
    isAllowed: (actor, relation, object, tx) => authority.isAllowed(actor, relation, object, tx),
    authenticate: (bearer) => keys.authenticate(bearer),
    append: appender.append,
    hint: (storeId) => replicas.hint(storeId),
    async close() {
      await usage.close()
      await keys.close()
      await replicas.close()
    },
  }
}
