import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { KeysScreen } from '#screens/operations/keys/keys-screen.tsx'
import { KEYS_PAGE } from '#screens/operations/keys/keys-shown.ts'
import { tried } from '#screens/operations/tried.ts'
import { requireSession } from '#session/session.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('viewKeys') }
}

export default async function KeysPage() {
  const { client } = await requireSession()
  return <KeysScreen first={await tried(client.key.list({ pageSize: KEYS_PAGE }))} />
}
