import { messagesOf } from '#messages/messages.ts'
import { readSession } from '#session/session.ts'
import { Alive } from '#ui/alive.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'

export default async function NotFound() {
  const [t, session] = await Promise.all([messagesOf('shell'), readSession()])
  const body = (
    <div className="grid flex-1 place-items-center">
      <h1 className="sr-only">{t('notFoundTitle')}</h1>
      <Alive />
      <EmptyState
        title={t('notFoundTitle')}
        text={t('notFoundText')}
        actions={<LinkButton href="/">{t('goHome')}</LinkButton>}
      />
    </div>
  )
  // With a session the frame has the landmark; without one the page stands alone.
  return session ? body : <main className="flex min-h-dvh flex-col">{body}</main>
}
