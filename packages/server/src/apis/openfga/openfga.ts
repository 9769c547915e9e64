// OpenFGA's HTTP API on one screen. The left is its definition, the right what of ours it performs.

import { z } from 'zod'
import { question } from '../../action.ts'
import type { AnyAction, ForeignCall, ForeignRoute, ForeignWire, Method, PlainCall } from '../../http/route.ts'
import { failFga } from './openfga.errors.ts'
import type { OpenFgaPort } from './openfga.port.ts'
import { batchCheck, check, expand, listObjects, listUsers, streamedListObjects } from './openfga.questions.ts'
import {
  createStore,
  deleteStore,
  getStore,
  listStores,
  read,
  readAssertions,
  readChanges,
  readModel,
  readModels,
  write,
  writeAssertions,
  writeModel,
} from './openfga.records.ts'
import { checkText, RULES } from './openfga.request.ts'

type TranslatePlain = (call: PlainCall, port: OpenFgaPort) => unknown
type Translate = (call: ForeignCall, port: OpenFgaPort) => Promise<unknown>

export function openFgaWire(port: OpenFgaPort): ForeignWire {
  const row = (method: Method, path: string, action: AnyAction, translate: Translate): ForeignRoute => ({
    method,
    path,
    actions: [action],
    handle(call) {
      if (call.params.store !== undefined) checkText(call.params.store, 'Request', 'store_id', RULES.id)
      return translate(call, port)
    },
  })
  /** For what is asked thousands of times a second. */
  const hotRow = (path: string, action: AnyAction, translate: TranslatePlain): ForeignRoute => {
    const answer = (call: PlainCall) => {
      if (call.params.store !== undefined) checkText(call.params.store, 'Request', 'store_id', RULES.id)
      return translate(call, port)
    }
    return { method: 'POST', path, actions: [action], handle: async (call) => answer(call), answer }
  }
  // biome-ignore format: a table is read by its columns
  const routes = [
    row('GET',    '/stores',                                    port.listStores,      listStores),
    row('POST',   '/stores',                                    port.createStore,     createStore),
    row('GET',    '/stores/:store',                             port.getStore,        getStore),
    row('DELETE', '/stores/:store',                             port.deleteStore,     deleteStore),
    row('GET',    '/stores/:store/authorization-models',        port.listModels,      readModels),
    row('POST',   '/stores/:store/authorization-models',        port.writeModel,      writeModel),
    row('GET',    '/stores/:store/authorization-models/:model', port.getModel,        readModel),
    row('GET',    '/stores/:store/assertions/:model',           port.readAssertions,  readAssertions),
    row('PUT',    '/stores/:store/assertions/:model',           port.writeAssertions, writeAssertions),
    row('GET',    '/stores/:store/changes',                     port.changes,         readChanges),
    row('POST',   '/stores/:store/read',                        port.read,            read),
    hotRow(       '/stores/:store/write',                       port.write,           write),
    hotRow(       '/stores/:store/check',                       port.check,           check),
    hotRow(       '/stores/:store/batch-check',                 port.checkMany,       batchCheck),
    row('POST',   '/stores/:store/expand',                      port.expand,          expand),
    row('POST',   '/stores/:store/list-objects',                port.listObjects,     listObjects),
    row('POST',   '/stores/:store/streamed-list-objects',       port.streamObjects,   streamedListObjects),
    row('POST',   '/stores/:store/list-users',                  port.listSubjects,    listUsers),
    row('GET',    '/healthz',                                   SERVING,              async () => ({ status: 'SERVING' })),
  ]
  return {
    name: 'openfga',
    routes,
    owns: (path) => path === '/stores' || path.startsWith('/stores/') || path === '/healthz',
    fail: failFga,
    // Some of its clients read one name of the header, some the other.
    headers: (requestId) => ({ 'fga-request-id': requestId }),
    anyContentType: true,
  }
}

const SERVING = question({
  name: 'health.read',
  input: z.strictObject({}),
  strangers: 'that a server answers can be seen by asking it anything',
  permit: () => ({ anyone: 'that a server answers is not a secret' }),
  answer: () => ({ status: 'SERVING' }),
})
