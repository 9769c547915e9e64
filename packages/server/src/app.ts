// The areas put together: what perform() needs, who a key belongs to, and the routes of all areas.

import { randomUUID } from 'node:crypto'
import { accessRoutes } from './access/access.routes.ts'
import type { Access } from './access/access.ts'
import type { App } from './action.ts'
import { authZenPort, openFgaPort } from './apis/access-port/access-port.actions.ts'
import { authZenWire } from './apis/authzen/authzen.ts'
import { openFgaWire } from './apis/openfga/openfga.ts'
import { withReference } from './http/reference.ts'
import type { ForeignWire, Route } from './http/route.ts'

export interface Composed {
  readonly app: App
  readonly routes: readonly Route[]
  readonly wires: readonly ForeignWire[]
  readonly authenticate: Access['authenticate']
}

export interface ComposeOptions {
  /** Of areas besides access. */
  readonly routes: readonly Route[]
  readonly version: string
  /** The https origin that callers know. */
  readonly publicOrigin?: string
}

export function composeApp(access: Access, { routes, version, publicOrigin }: ComposeOptions): Composed {
  const { transaction, append, isAllowed, authenticate, parts } = access
  const app: App = { transaction, append, isAllowed, now: () => new Date(), id: () => randomUUID() }
  const wires = [
    authZenWire(authZenPort(parts), { ...(publicOrigin !== undefined && { publicOrigin }) }),
    openFgaWire(openFgaPort(parts)),
  ]
  return { app, routes: withReference([...accessRoutes(parts), ...routes], version), wires, authenticate }
}
