// The API of tuples.

import { type Route, route, streamRoute, uploadRoute } from '../http/route.ts'
import type { AccessParts } from './parts.ts'
import { tupleActions } from './tuple.actions.ts'
import { tupleBulkActions } from './tuple-bulk.actions.ts'

/** Ten thousand changes with contexts. */
const WRITE_BYTES_MAX = 8_388_608

export function tupleRoutes(parts: AccessParts): Route[] {
  const tuple = tupleActions(parts)
  const bulk = tupleBulkActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('POST',       '/v1/stores/:store/tuples',         tuple.write, { bodyBytesMax: WRITE_BYTES_MAX, isShort: true }),
    route('GET',        '/v1/stores/:store/tuples',         tuple.read),
    route('GET',        '/v1/stores/:store/tuples/history', tuple.history),
    streamRoute('GET',  '/v1/stores/:store/tuples/export',  bulk.export),
    uploadRoute(        '/v1/stores/:store/tuples/import',  bulk.import),
    streamRoute('POST', '/v1/stores/:store/tuples/delete',  bulk.delete),
  ]
}
