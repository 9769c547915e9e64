// The areas put together: what perform() needs, who a key belongs to, and the routes of all areas.

import { randomUUID } from 'node:crypto'
import type { Access } from './access/access.ts'
import type { App } from './action.ts'
import { withReference } from './http/reference.ts'
import type { Route } from './http/route.ts'

export interface Composed {
  readonly app: App
  readonly routes: readonly Route[]
  readonly authenticate: Access['authenticate']
}

const VERSION = '0.1.0'

export function composeApp({ transaction, append, isAllowed, authenticate, routes }: Access): Composed {
  const app: App = { transaction, append, isAllowed, now: () => new Date(), id: () => randomUUID() }
  return { app, routes: withReference(routes, VERSION), authenticate }
}
