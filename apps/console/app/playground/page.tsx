import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { PlaygroundLoader } from '#screens/playground/playground-loader.tsx'
import { readSession } from '#session/session.ts'
import { Page } from '#shell/page.tsx'
import { LinkButton } from '#ui/link.tsx'
import { PageHeader } from '#ui/page-header.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('playground'))('title') }
}

export default async function PlaygroundPage() {
  const [t, session] = await Promise.all([messagesOf('playground'), readSession()])
  const body = (
    <Page width="full">
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={session ? undefined : <LinkButton href="/sign-in">{t('signIn')}</LinkButton>}
      />
      <PlaygroundLoader />
    </Page>
  )
  // With a session the frame has the landmark; without one the page stands alone.
  return session ? body : <main id="content">{body}</main>
}
