// The frame around all rooms, for whoever is signed in; without a session a page stands alone. What is in it is drawn on
// the server the first time, so that nothing moves when the scripts have come.

import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { messagesOf, readLocale } from '#messages/messages.ts'
import { TourGuide } from '#screens/home/tour/tour-guide.tsx'
import { ClientProvider } from '#session/browser-client.tsx'
import { readSession } from '#session/session.ts'
import { ToastProvider } from '#ui/toast.tsx'
import { CommandsProvider } from './commands-provider.tsx'
import { FrameProvider } from './frame-context.tsx'
import { LeaveFrame } from './leave-frame.tsx'
import { LiveProvider } from './live.tsx'
import { LiveBanner } from './live-banner.tsx'
import { PhoneBar, SideBar } from './navigation.tsx'
import { STORE_COOKIE } from './store-cookie.ts'
import type { Theme } from './theme.ts'

export async function Frame({ theme, children }: { readonly theme: Theme; readonly children: ReactNode }) {
  const session = await readSession()
  if (!session) return children
  const [t, locale, jar] = await Promise.all([messagesOf('shell'), readLocale(), cookies()])
  const { who, stores } = session
  const lastStore = jar.get(STORE_COOKIE)?.value
  const facts = {
    who,
    theme,
    locale,
    lastStore: lastStore === undefined ? undefined : decodeURIComponent(lastStore),
    stores: stores?.items ?? [],
    hasMoreStores: stores?.hasMore ?? false,
  }
  return (
    <FrameProvider facts={facts}>
      <ClientProvider>
        <ToastProvider>
          <LiveProvider>
            <CommandsProvider>
              <LeaveFrame />
              <a
                href="#content"
                className="sr-only z-50 rounded-md bg-raised px-3 py-2 shadow-float focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
              >
                {t('skipToContent')}
              </a>
              <div className="flex min-h-dvh flex-col lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
                <SideBar />
                <PhoneBar />
                <div className="flex min-w-0 flex-1 flex-col">
                  <LiveBanner />
                  <TourGuide stores={facts.stores} />
                  <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col focus:outline-none">
                    {children}
                  </main>
                </div>
              </div>
            </CommandsProvider>
          </LiveProvider>
        </ToastProvider>
      </ClientProvider>
    </FrameProvider>
  )
}
