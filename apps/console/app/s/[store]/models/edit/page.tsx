import { ModelsPage } from '#screens/models/models-page.tsx'
import { readBase, readModel } from '#screens/models/read-models.ts'
import { isPanel } from '#screens/models/workbench/panels.ts'
import { WorkbenchLoader } from '#screens/models/workbench/workbench-loader.tsx'
import { requireSession } from '#session/session.ts'

interface EditPageProps {
  readonly params: Promise<{ readonly store: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function ModelsEditPage({ params, searchParams }: EditPageProps) {
  const store = decodeURIComponent((await params).store)
  const { file, panel } = await searchParams
  const { client } = await requireSession()
  const [base, model] = await Promise.all([readBase(client, store), readModel(store, 'in-force')])
  return (
    <ModelsPage store={store} isFull>
      <WorkbenchLoader
        store={store}
        base={base}
        live={model?.document}
        file={typeof file === 'string' ? file : undefined}
        panel={typeof panel === 'string' && isPanel(panel) ? panel : undefined}
      />
    </ModelsPage>
  )
}
