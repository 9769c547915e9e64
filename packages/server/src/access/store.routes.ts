// Stores on the wire.

import { type Route, route } from '../http/route.ts'
import { type StoreParts, storeActions } from './store.actions.ts'

export function storeRoutes(parts: StoreParts): Route[] {
  const stores = storeActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('POST',   '/v1/stores',                 stores.createStore, { status: 201 }),
    route('GET',    '/v1/stores',                 stores.listStores),
    route('GET',    '/v1/stores/:store',          stores.readStore),
    route('PATCH',  '/v1/stores/:store',          stores.renameStore),
    route('DELETE', '/v1/stores/:store',          stores.deleteStore),
    route('POST',   '/v1/stores/:store/freeze',   stores.freezeStore),
    route('POST',   '/v1/stores/:store/unfreeze', stores.unfreezeStore),
  ]
}
