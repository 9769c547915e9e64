import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { NowScreen } from '#screens/operations/now/now-screen.tsx'
import { readSnapshot } from '#screens/operations/now/snapshot.ts'
import { namesOf } from '#screens/operations/store-names.ts'
import { requireSession } from '#session/session.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('title') }
}

export default async function OperationsPage() {
  const { client, stores } = await requireSession()
  return <NowScreen first={await readSnapshot(client)} storeNames={namesOf(stores?.items)} />
}
