// Keys on the wire.

import { type Route, route } from '../http/route.ts'
import { type KeyParts, keyActions } from './key.actions.ts'
import { keySelfActions } from './key-self.actions.ts'

export function keyRoutes(parts: KeyParts): Route[] {
  const keys = keyActions(parts)
  const self = keySelfActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('POST',   '/v1/keys',             keys.createKey, { status: 201 }),
    route('GET',    '/v1/keys',             keys.listKeys),
    route('GET',    '/v1/keys/:key',        keys.readKey),
    route('DELETE', '/v1/keys/:key',        keys.revokeKey),
    route('POST',   '/v1/keys/:key/rotate', keys.rotateKey, { status: 201 }),
    route('GET',    '/v1/self',             self.readSelf),
  ]
}
