// A store without a model, wherever one of its views would be.

import { messagesOf } from '#messages/messages.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'

export async function NoModel({ href }: { readonly href: string }) {
  const t = await messagesOf('models')
  return (
    <EmptyState
      title={t('noModel')}
      text={t('noModelText')}
      actions={
        <LinkButton kind="primary" href={href}>
          {t('writeModel')}
        </LinkButton>
      }
    />
  )
}
