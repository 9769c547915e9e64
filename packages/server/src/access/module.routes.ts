// The API of modules, and of the catalog that they make together.

import { type Route, route } from '../http/route.ts'
import { moduleActions } from './module.actions.ts'
import { modulePushActions } from './module-push.actions.ts'
import type { AccessParts } from './parts.ts'

const PUSH_BYTES_MAX = 8_388_608

export function moduleRoutes(parts: AccessParts): Route[] {
  const module = moduleActions(parts)
  const change = modulePushActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('GET',    '/v1/stores/:store/modules',         module.list),
    route('GET',    '/v1/stores/:store/modules/:module', module.get),
    route('POST',   '/v1/stores/:store/modules',         change.pushSet, { bodyBytesMax: PUSH_BYTES_MAX }),
    route('PUT',    '/v1/stores/:store/modules/:module', change.push, { bodyBytesMax: PUSH_BYTES_MAX }),
    route('DELETE', '/v1/stores/:store/modules/:module', change.remove),
    route('GET',    '/v1/stores/:store/catalog',         module.catalog),
  ]
}
