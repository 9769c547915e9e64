// The head that all pages of this room share.

import type { ReactNode } from 'react'
import { messagesOf } from '#messages/messages.ts'
import { Page } from '#shell/page.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { ModelsTabs } from './models-tabs.tsx'

export interface ModelsPageProps {
  readonly store: string
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  readonly isFull?: boolean
  readonly children: ReactNode
}

export async function ModelsPage({ store, beside, actions, isFull = false, children }: ModelsPageProps) {
  const t = await messagesOf('models')
  return (
    <Page width={isFull ? 'full' : 'wide'}>
      <PageHeader
        title={t('title')}
        description={t('description')}
        beside={beside}
        actions={actions}
        tabs={<ModelsTabs store={store} />}
      />
      {children}
    </Page>
  )
}
