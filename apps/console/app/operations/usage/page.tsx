import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { messagesOf } from '#messages/messages.ts'
import { UsageScreen } from '#screens/operations/usage/usage-screen.tsx'
import { requireSession } from '#session/session.ts'
import { tried } from '#session/tried.ts'
import { STORE_COOKIE } from '#shell/store-cookie.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('viewUsage') }
}

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function UsagePage({ searchParams }: Props) {
  const [{ client, stores }, { store: asked }, jar] = await Promise.all([requireSession(), searchParams, cookies()])
  const reached = stores?.items ?? []
  const last = jar.get(STORE_COOKIE)?.value
  const known = reached.find(({ id }) => last !== undefined && id === decodeURIComponent(last)) ?? reached[0]
  const store = typeof asked === 'string' && asked !== '' ? asked : known?.id
  const usage = store === undefined ? undefined : await tried(client.usage.relations({ store }))
  return <UsageScreen store={store} stores={reached} usage={usage} nowMs={Date.now()} />
}
