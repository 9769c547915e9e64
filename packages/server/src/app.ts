// The areas put together: what perform() needs, who a key belongs to, and the routes of all areas.

import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Access } from './access/access.ts'
import type { Actor, App } from './action.ts'
import { withReference } from './http/reference.ts'
import type { Route } from './http/route.ts'

export interface Composed {
  readonly app: App
  readonly routes: readonly Route[]
  authenticate(bearer: string): Actor | undefined
}

const VERSION = '0.1.0'
const ROOT: Actor = Object.freeze({ kind: 'root', subject: 'root:lockness' })

export function composeApp(access: Access, rootKey: string): Composed {
  const digest = digestOf(rootKey)
  const app: App = {
    transaction: access.transaction,
    append: access.append,
    // There is one key, and nobody else is let in by a rule that nobody wrote.
    isAllowed: (actor) => actor.kind === 'root',
    now: () => new Date(),
    id: () => randomUUID(),
  }
  const authenticate = (bearer: string) => (timingSafeEqual(digestOf(bearer), digest) ? ROOT : undefined)
  return { app, routes: withReference(access.routes, VERSION), authenticate }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
