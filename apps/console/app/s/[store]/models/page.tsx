import { SquarePen } from 'lucide-react'
import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { ModelsPage } from '#screens/models/models-page.tsx'
import { NoModel } from '#screens/models/overview/no-model.tsx'
import { Overview } from '#screens/models/overview/overview.tsx'
import { readOverview } from '#screens/models/overview/read-overview.ts'
import { requireSession } from '#session/session.ts'
import { LinkButton } from '#ui/link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('models'))('title') }
}

export default async function ModelsOverviewPage({ params }: { readonly params: Promise<{ readonly store: string }> }) {
  const store = decodeURIComponent((await params).store)
  const [t, { client }] = await Promise.all([messagesOf('models'), requireSession()])
  const room = `/s/${encodeURIComponent(store)}/models`
  const found = await readOverview(client, store)
  return (
    <ModelsPage
      store={store}
      actions={
        <LinkButton kind="primary" href={`${room}/edit`} icon={<SquarePen />}>
          {t('edit')}
        </LinkButton>
      }
    >
      {found ? <Overview room={room} {...found} /> : <NoModel href={`${room}/edit`} />}
    </ModelsPage>
  )
}
