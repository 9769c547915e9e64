import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { LiveScreen } from '#screens/data/live/live-screen.tsx'
import { readRoom } from '#screens/data/read-room.ts'
import { tried } from '#session/tried.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('data'))('viewLive') }
}

const EARLIER = 30

export default async function LivePage({ params }: { readonly params: Promise<{ readonly store: string }> }) {
  const { store, client } = await readRoom((await params).store)
  return <LiveScreen earlier={await tried(client.audit.list({ store, pageSize: EARLIER }))} />
}
