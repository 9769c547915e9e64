import { ModelsPage } from '#screens/models/models-page.tsx'
import { NoModel } from '#screens/models/overview/no-model.tsx'
import { readVersions } from '#screens/models/versions/read-versions.ts'
import { Versions } from '#screens/models/versions/versions.tsx'
import { requireSession } from '#session/session.ts'

interface VersionsPageProps {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function ModelsVersionsPage({ params, searchParams }: VersionsPageProps) {
  const store = decodeURIComponent((await params).store)
  const { cursor } = await searchParams
  const { client } = await requireSession()
  const room = `/s/${encodeURIComponent(store)}/models`
  const found = await readVersions(client, store, typeof cursor === 'string' ? cursor : undefined)
  return (
    <ModelsPage store={store}>
      {found.rows.length > 0 ? <Versions store={store} room={room} {...found} /> : <NoModel href={`${room}/edit`} />}
    </ModelsPage>
  )
}
