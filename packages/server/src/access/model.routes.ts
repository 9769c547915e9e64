// The API of models and their labels.

import { type Route, route } from '../http/route.ts'
import { modelActions } from './model.actions.ts'
import { labelActions } from './model-label.actions.ts'
import type { AccessParts } from './parts.ts'

/** A model of a megabyte, in JSON. */
const MODEL_BYTES_MAX = 4_194_304

export function modelRoutes(parts: AccessParts): Route[] {
  const model = modelActions(parts)
  const label = labelActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('POST',   '/v1/stores/:store/models',              model.write, { status: 201, bodyBytesMax: MODEL_BYTES_MAX }),
    route('GET',    '/v1/stores/:store/models',              model.list),
    route('GET',    '/v1/stores/:store/models/:model',       model.get),
    route('GET',    '/v1/stores/:store/model-labels',        label.list),
    route('PUT',    '/v1/stores/:store/model-labels/:label', label.set),
    route('DELETE', '/v1/stores/:store/model-labels/:label', label.remove),
  ]
}
