// The API of modules, and of the catalog that they make together.

import { type Route, route } from '../http/route.ts'
import { moduleActions } from './module.actions.ts'
import type { AccessParts } from './parts.ts'

const PUSH_BYTES_MAX = 8_388_608

export function moduleRoutes(parts: AccessParts): Route[] {
  const module = moduleActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('GET',    '/v1/stores/:store/modules',         module.list),
    route('GET',    '/v1/stores/:store/modules/:module', module.get),
    route('PUT',    '/v1/stores/:store/modules/:module', module.push, { bodyBytesMax: PUSH_BYTES_MAX }),
    route('DELETE', '/v1/stores/:store/modules/:module', module.remove),
    route('GET',    '/v1/stores/:store/catalog',         module.catalog),
  ]
}
