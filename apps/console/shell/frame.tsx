// The frame around all rooms, for whoever is signed in; without a session a page stands alone.

import type { ReactNode } from 'react'
import { messagesOf } from '#messages/messages.ts'
import { ClientProvider } from '#session/browser-client.tsx'
import { readSession } from '#session/session.ts'
import { Navigation } from './navigation.tsx'
import type { Theme } from './theme.ts'

export async function Frame({ children }: { readonly theme: Theme; readonly children: ReactNode }) {
  const session = await readSession()
  if (!session) return children
  const t = await messagesOf('shell')
  return (
    <ClientProvider>
      <a href="#content" className="sr-only focus:not-sr-only">
        {t('skipToContent')}
      </a>
      <div className="grid min-h-dvh md:grid-cols-[13rem_1fr]">
        <Navigation stores={session.stores?.items ?? []} name={session.who.name} />
        <main id="content" tabIndex={-1} className="min-w-0">
          {children}
        </main>
      </div>
    </ClientProvider>
  )
}
