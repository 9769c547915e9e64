// The front door of the access area: stores, models, tuples and the questions about them, on one screen.

import type { App } from '../action.ts'
import { hotRoute, type Route, route } from '../http/route.ts'
import type { Store } from '../store/store.ts'
import { changeActions } from './change.actions.ts'
import { selectModelBody, selectModelVersions } from './model.sql.ts'
import { questionActions } from './question.actions.ts'
import type { ModelReader } from './replica.ts'
import { Replicas } from './replicas.ts'
import { openTransactions } from './transaction.ts'

export interface AccessOptions {
  readonly store: Pick<Store, 'database' | 'installation'>
  readonly onCommit: (storeId: string) => void
  /** Ever growing. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
  readonly stalenessMsMax?: number
}

export interface Access {
  readonly routes: readonly Route[]
  readonly transaction: App['transaction']
  /** Something may have been written to the store. */
  hint(storeId: string): void
  close(): Promise<void>
}

export function openAccess({ store, onCommit, nowMs, report, stalenessMsMax }: AccessOptions): Access {
  const { database, installation } = store
  const { tokenKey } = installation
  const models: ModelReader = {
    versions: (storeId, revision) => selectModelVersions(database, storeId, revision),
    body: (storeId, id) => selectModelBody(database, storeId, id),
  }
  const replicas = new Replicas({ database, models, nowMs, report })
  const change = changeActions({ replicas, tokenKey })
  const ask = questionActions({
    replicas,
    consistency: { database, tokenKey, nowMs, ...(stalenessMsMax !== undefined && { stalenessMsMax }) },
  })
  // biome-ignore format: a table is read by its columns
  const routes = [
    route('POST', '/v1/stores',                      change.createStore, 201),
    route('POST', '/v1/stores/:store/models',        change.writeModel, 201),
    route('POST', '/v1/stores/:store/tuples',        change.writeTuples),
    hotRoute('POST', '/v1/stores/:store/check',        ask.check),
    hotRoute('POST', '/v1/stores/:store/check-many',   ask.checkMany),
    hotRoute('POST', '/v1/stores/:store/list-objects', ask.listObjects),
  ]
  const transaction = openTransactions(database, (storeId) => {
    replicas.hint(storeId)
    onCommit(storeId)
  })
  return { routes, transaction, hint: (storeId) => replicas.hint(storeId), close: () => replicas.close() }
}
