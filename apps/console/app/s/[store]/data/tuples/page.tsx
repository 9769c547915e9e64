import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import type { Query } from '#screens/data/address.ts'
import { readRoom } from '#screens/data/read-room.ts'
import { questionOf, readTupleFilter } from '#screens/data/tuples/tuple-filter.ts'
import { TUPLES_PER_PAGE } from '#screens/data/tuples/tuples-per-page.ts'
import { TuplesScreen } from '#screens/data/tuples/tuples-screen.tsx'
import { tried } from '#session/tried.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('data'))('viewTuples') }
}

export default async function TuplesPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Query>
}) {
  const [{ store, client }, query] = await Promise.all([readRoom((await params).store), searchParams])
  const filter = readTupleFilter(query)
  const first = await tried(client.tuple.read({ store, ...questionOf(filter, Date.now()), pageSize: TUPLES_PER_PAGE }))
  return <TuplesScreen filter={filter} first={first} />
}
