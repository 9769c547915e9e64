import { messagesOf } from '#messages/messages.ts'
import { Alive } from '#ui/alive.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'

export default async function StoreNotFound() {
  const t = await messagesOf('shell')
  return (
    <div className="grid flex-1 place-items-center">
      <h1 className="sr-only">{t('storeNotFoundTitle')}</h1>
      <Alive />
      <EmptyState
        title={t('storeNotFoundTitle')}
        text={t('storeNotFoundText')}
        actions={<LinkButton href="/">{t('goHome')}</LinkButton>}
      />
    </div>
  )
}
