import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { one, type Query } from '#screens/data/address.ts'
import { OBJECTS_PER_PAGE } from '#screens/data/objects/objects-per-page.ts'
import { ObjectsScreen } from '#screens/data/objects/objects-screen.tsx'
import { readRoom } from '#screens/data/read-room.ts'
import { tried } from '#session/tried.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('data'))('title') }
}

export default async function DataPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Query>
}) {
  const [{ store, client, words }, query] = await Promise.all([readRoom((await params).store), searchParams])
  const counts = await tried(client.object.count({ store }).then(({ items }) => items))
  const known = 'value' in counts ? counts.value : []
  const principals = new Set(words.types.filter(({ isPrincipal }) => isPrincipal).map((each) => each.type))
  const used = known.filter(({ objects }) => objects > 0).sort((a, b) => b.objects - a.objects)
  const first = used.find((each) => !principals.has(each.type)) ?? used[0]
  const wanted = one(query, 'type')
  const type = known.some((each) => each.type === wanted) ? wanted : (first?.type ?? known[0]?.type)
  const asked = {
    type,
    text: one(query, 'q') ?? '',
    view: one(query, 'view') === 'tree' ? ('tree' as const) : ('list' as const),
  }
  const containers = words.types.find((each) => each.type === type)?.containedIn ?? []
  const page =
    type === undefined || asked.view === 'tree'
      ? undefined
      : await tried(client.object.list({ store, type, text: asked.text, containers, pageSize: OBJECTS_PER_PAGE }))
  return <ObjectsScreen asked={asked} counts={counts} first={page} />
}
