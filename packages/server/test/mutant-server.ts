// Servers with a hole, so that tests of isolation can show that they would find one: the real areas on the real database,
// put together as the server puts them, with one thing that it is there for left out.

import { randomBytes, randomUUID } from 'node:crypto'
import { type Access, openAccess } from '../src/access/access.ts'
import type { Actor } from '../src/action.ts'
import { ORIGIN } from '../src/apis/test/record-store.ts'
import { composeApp } from '../src/app.ts'
import { createListener } from '../src/http/listener.ts'
import { openStore } from '../src/store/store.ts'

type Hole = Partial<Pick<Access, 'isAllowed' | 'authenticate'>>

/** What each of them does, and how. */
export const MUTANTS = {
  'asks nobody who may': () => ({ isAllowed: () => true }),
  'forgets what a key is narrowed to': (access) => ({
    async authenticate(bearer) {
      const actor = await access.authenticate(bearer)
      if (!actor) return undefined
      const { scope: _, ...wide } = actor
      return wide
    },
  }),
  'takes any key for somebody who may read': ({ authenticate }) => ({
    authenticate: async (bearer) => (await authenticate(bearer)) ?? READER,
    isAllowed: () => true,
  }),
} satisfies Readonly<Record<string, (access: Access) => Hole>>

const READER: Actor = { kind: 'service', subject: 'api_key:root', credential: 'root' }

export async function startMutant(
  name: keyof typeof MUTANTS,
  databaseUrl: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const report = () => undefined
  const store = await openStore({ place: { databaseUrl }, now: Date.now, newId: randomUUID, randomBytes, report })
  const nowMs = () => performance.now()
  const access = openAccess({ store, nowMs, now: () => new Date(), newId: randomUUID, report })
  const hole: Hole = MUTANTS[name](access)
  const composed = composeApp({ ...access, ...hole }, { routes: [], version: '0.0.0', publicOrigin: ORIGIN })
  const listener = await createListener({ ...composed, clock: nowMs, bounds: { lingerMs: 0 } })
  const url = await listener.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    await listener.drain()
    await access.close()
    await store.close()
  }
  return { url, stop }
}
