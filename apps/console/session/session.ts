// Who is signed in, for pages: `const { client, who } = await requireSession()`. Today somebody is whoever holds an API
// key; signing in by identity replaces what is behind these two functions, and nothing else in the console knows.
// The server is asked once per page whether the key still counts, by a list that the frame shows anyway.

import { type Client, createClient, LocknessError } from '@lockness/client'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { environment } from './environment.ts'
import { markFailure } from './mark-failure.ts'
import { reach, type StoreList } from './reach.ts'
import { openFrom } from './session-cookie.ts'
import { readTokens, TOKENS_COOKIE } from './tokens-cookie.ts'
import { wrapClient } from './wrapped-client.ts'

export interface Session {
  /** Asks as the one who is signed in. */
  readonly client: Client
  readonly who: { readonly id: string; readonly name: string }
  readonly endsAt: Date
  /** Those that the key reaches, the first of them; undefined: the server could not be asked. */
  readonly stores: StoreList | undefined
}

export type EndReason = 'required' | 'expired' | 'revoked'

/** Undefined: nobody is signed in, or no longer. */
export async function readSession(): Promise<Session | undefined> {
  const found = await readOnce()
  return 'ended' in found ? undefined : found
}

/** Whoever is not signed in goes to do that, and comes back here when `path` says where that is. */
export async function requireSession(): Promise<Session> {
  const found = await readOnce()
  if (!('ended' in found)) return found
  const here = (await headers()).get('x-lockness-path')
  const next = here && here !== '/' ? `&next=${encodeURIComponent(here)}` : ''
  redirect(
    found.ended === 'required' ? `/sign-in?reason=required${next}` : `/sign-out/ended?reason=${found.ended}${next}`,
  )
}

const readOnce = cache(async (): Promise<Session | { readonly ended: EndReason }> => {
  const opened = await openFrom(await cookies(), await headers())
  if (!opened) return { ended: 'required' }
  if ('failed' in opened) return { ended: opened.failed === 'over' ? 'expired' : 'required' }
  const { key, who, endsAt } = opened.session
  const tokens = readTokens((await cookies()).get(TOKENS_COOKIE)?.value)
  const asked = createClient({ url: environment().serverUrl, key, tokens })
  const reached = await reach(asked)
  if (typeof reached === 'string') return { ended: reached }
  return { client: wrapClient(asked, { failed: failPage }), who, endsAt, stores: reached }
})

/** A key may end between two questions of one page. */
function failPage(error: unknown): unknown {
  if (error instanceof LocknessError && error.status === 401) redirect('/sign-out/ended?reason=revoked')
  return markFailure(error)
}
