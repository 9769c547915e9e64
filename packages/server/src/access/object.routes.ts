// The rows of the things that tuples are about, and of what a change would do to them.

import { type Route, route } from '../http/route.ts'
import { objectActions } from './object.actions.ts'
import { objectAccessActions } from './object-access.actions.ts'
import type { AccessParts } from './parts.ts'
import { previewActions } from './preview.actions.ts'

/** As large as a write may be. */
const PREVIEW_BYTES_MAX = 8_388_608

export function objectRoutes(parts: AccessParts): readonly Route[] {
  const object = objectActions(parts)
  const { access } = objectAccessActions(parts)
  const { preview } = previewActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('GET',  '/v1/stores/:store/objects/count',   object.count),
    route('POST', '/v1/stores/:store/objects/list',    object.list),
    route('GET',  '/v1/stores/:store/objects/history', object.history),
    route('POST', '/v1/stores/:store/objects/access',  access),
    route('POST', '/v1/stores/:store/preview',         preview, { bodyBytesMax: PREVIEW_BYTES_MAX }),
  ]
}
