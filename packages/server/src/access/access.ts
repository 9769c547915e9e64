// The front door of the access area: stores, models, tuples and the questions about them, on one screen.

import { createHash } from 'node:crypto'
import type { Actor, App } from '../action.ts'
import { Cursors } from '../http/cursor.ts'
import type { Store } from '../store/store.ts'
import { STALENESS_MS_MAX } from './consistency.ts'
import { DatabaseClock } from './database-clock.ts'
import { openKeys } from './key-ring.actions.ts'
import { ModuleWork } from './module-work.ts'
import type { AccessParts } from './parts.ts'
import { type OpenReplicasOptions, openReplicas } from './replicas.actions.ts'
import { openSituations } from './situation.actions.ts'
import { SlowQuestions } from './slow-questions.ts'
import { openTransactions } from './transaction.ts'
import { openUsage } from './usage.actions.ts'

// What foreign wires answer with, so that they are answered as our own is.
export { within } from './consistency.ts'
export type { Feed, FeedEvents, Line, ModelVersion } from './feed.ts'
export { SYSTEM_OBJECT, SYSTEM_STORE } from './key.ts'
export type { AccessParts } from './parts.ts'
export { readPage } from './question-list.ts'
export { openReplicas } from './replicas.actions.ts'
export type { Replicas } from './replicas.ts'
export { mintSessionKey } from './session-key.actions.ts'
export { type Pin, type Place, place } from './situation.ts'
export { SLOW_MINUTES, type SlowQuestion, slowestOf } from './slow-questions.ts'
export { ensureSystemStore, recoverRootKey } from './system-store.actions.ts'
export { append } from './transaction.ts'
export { judge } from './tuple-judge.ts'

export interface AccessOptions
  extends Pick<AccessParts, 'nowMs' | 'now' | 'newId' | 'report'>,
    Pick<OpenReplicasOptions, 'feed' | 'imageFolder'> {
  readonly store: Pick<Store, 'database' | 'connection' | 'appender' | 'installation' | 'committed' | 'onCommitted'>
  readonly stalenessMsMax?: number
}

export interface Access {
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
  store.onCommitted((storeId, rows) => replicas.hint(storeId, rows))
  const cursors = new Cursors(createHash('sha256').update(tokenKey).update('lockness cursor').digest())
  const { committed } = store
  const usage = openUsage({ database, nowMs, report })
  let lastBrokenMs = Number.NEGATIVE_INFINITY
  database.onBroken(() => {
    lastBrokenMs = nowMs()
  })
  const brokenAtMs = () => lastBrokenMs
  const slow = new SlowQuestions(given)
  const clock = new DatabaseClock({ database, nowMs, report })
  const base = {
    ...given,
    database,
    appender,
    replicas,
    cursors,
    tokenKey,
    stalenessMsMax,
    committed,
    usage,
    slow,
    work: new ModuleWork(),
    clock,
    brokenAtMs,
  }
  const { authority, keys, onCommit } = openKeys(base)
  const parts: AccessParts = { ...base, authority, situations: openSituations(base) }
  return {
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
