import { notFound } from 'next/navigation'
import { ModelsPage } from '#screens/models/models-page.tsx'
import { Compare } from '#screens/models/versions/compare.tsx'
import { readComparison } from '#screens/models/versions/read-comparison.ts'
import { requireSession } from '#session/session.ts'

interface ComparePageProps {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function ModelsComparePage({ params, searchParams }: ComparePageProps) {
  const store = decodeURIComponent((await params).store)
  const { from, to } = await searchParams
  if (typeof from !== 'string' || typeof to !== 'string') notFound()
  const { client } = await requireSession()
  const found = await readComparison(client, store, { from, to })
  if (!found) notFound()
  return (
    <ModelsPage store={store}>
      <Compare room={`/s/${encodeURIComponent(store)}/models`} {...found} />
    </ModelsPage>
  )
}
