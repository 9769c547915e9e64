import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { KeysScreen } from '#screens/operations/keys/keys-screen.tsx'
import { KEYS_PAGE } from '#screens/operations/keys/keys-shown.ts'
import { requireSession } from '#session/session.ts'
import { tried } from '#session/tried.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('viewKeys') }
}

export default async function KeysPage() {
  const { client } = await requireSession()
  return <KeysScreen first={await tried(client.key.list({ pageSize: KEYS_PAGE }))} />
}
