import { ModelsPage } from '#screens/models/models-page.tsx'
import { NoModel } from '#screens/models/overview/no-model.tsx'
import { PictureLoader } from '#screens/models/picture/picture-loader.tsx'
import { readModel } from '#screens/models/read-models.ts'
import { readServerCatalog } from '#screens/models/workspace/catalog-shown.ts'
import { requireSession } from '#session/session.ts'

interface PicturePageProps {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function ModelsPicturePage({ params, searchParams }: PicturePageProps) {
  const store = decodeURIComponent((await params).store)
  const { module, type, near } = await searchParams
  const { client } = await requireSession()
  const model = await readModel(store, 'in-force')
  const catalog = model ? readServerCatalog((await client.catalog.get({ store, model: model.id })).types) : []
  return (
    <ModelsPage store={store} isFull>
      {model ? (
        <PictureLoader
          model={model.document}
          catalog={catalog}
          module={typeof module === 'string' ? module : undefined}
          type={typeof type === 'string' ? type : undefined}
          isNear={near === '1'}
        />
      ) : (
        <NoModel href={`/s/${encodeURIComponent(store)}/models/edit`} />
      )}
    </ModelsPage>
  )
}
