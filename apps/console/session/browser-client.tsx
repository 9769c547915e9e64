'use client'
// The client in the browser: the same SDK as everywhere, against the console's own door, without a key. When the session
// has ended, whatever was asked leads to the sign-in page, which says why and leads back.

import type { Client } from '@lockness/client'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { lateClient } from './late-client.ts'
import { TOKENS_COOKIE, TOKENS_SECONDS, writeTokens } from './tokens-cookie.ts'
import { wrapClient } from './wrapped-client.ts'

const BrowserClient = createContext<Client | undefined>(undefined)

export function ClientProvider({ children }: { readonly children: ReactNode }) {
  const client = useMemo(createBrowserClient, [])
  return <BrowserClient value={client}>{children}</BrowserClient>
}

export function useClient(): Client {
  const client = use(BrowserClient)
  if (!client) throw new Error('nobody is signed in here: there is no client')
  return client
}

function createBrowserClient(): Client {
  return lateClient(loadClient)
}

async function loadClient(): Promise<Client> {
  const { createClient } = await import('@lockness/client')
  const client = createClient({ url: '/api', headers: { 'x-lockness-console': '1' }, fetch: fetchOrLeave })
  return wrapClient(client, { done: keepTokens })
}

let kept: string | undefined

function keepTokens({ tokens }: Client): void {
  const text = writeTokens(tokens)
  if (text === undefined || text === kept) return
  kept = text
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the newer way is not in all browsers that we know
  document.cookie = `${TOKENS_COOKIE}=${text}; path=/; max-age=${TOKENS_SECONDS}; samesite=strict${secure}`
}

async function fetchOrLeave(input: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(input, { ...init, credentials: 'same-origin' })
  if (answer.status === 401) leave()
  return answer
}

let isLeaving = false

/** Several questions may find out at once. */
function leave(): void {
  if (isLeaving) return
  isLeaving = true
  const next = encodeURIComponent(location.pathname + location.search)
  location.assign(`/sign-out/ended?reason=revoked&next=${next}`)
}
