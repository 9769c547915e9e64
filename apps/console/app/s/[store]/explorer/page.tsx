import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { readAddress } from '#screens/explorer/address.ts'
import { Explorer } from '#screens/explorer/explorer.tsx'
import { loadExplorer } from '#screens/explorer/load-explorer.ts'
import { requireSession } from '#session/session.ts'
import { Page } from '#shell/page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await messagesOf('explorer')
  return { title: t('title') }
}

export default async function ExplorerPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}) {
  const [{ store }, search, { client }] = await Promise.all([params, searchParams, requireSession()])
  const given = Object.entries(search).flatMap(([key, value]) => [value ?? []].flat().map((each) => [key, each]))
  const inquiry = readAddress(new URLSearchParams(given))
  return (
    <Page>
      <Explorer {...(await loadExplorer(client, decodeURIComponent(store), inquiry))} />
    </Page>
  )
}
