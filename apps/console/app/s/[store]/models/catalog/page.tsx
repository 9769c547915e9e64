import { ModelsPage } from '#screens/models/models-page.tsx'
import { NoModel } from '#screens/models/overview/no-model.tsx'
import { CatalogView } from '#screens/models/parts/catalog-view.tsx'
import { readModel } from '#screens/models/read-models.ts'
import { readServerCatalog } from '#screens/models/workspace/catalog-shown.ts'
import { requireSession } from '#session/session.ts'

export default async function ModelsCatalogPage({ params }: { readonly params: Promise<{ readonly store: string }> }) {
  const store = decodeURIComponent((await params).store)
  const { client } = await requireSession()
  const model = await readModel(store, 'in-force')
  const types = model ? readServerCatalog((await client.catalog.get({ store, model: model.id })).types) : []
  return (
    <ModelsPage store={store}>
      {model ? <CatalogView types={types} /> : <NoModel href={`/s/${encodeURIComponent(store)}/models/edit`} />}
    </ModelsPage>
  )
}
