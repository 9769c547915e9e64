// The page around all pages: language, direction and appearance as the reader chose them, before anything is drawn.

import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { directionOf } from '#messages/locale.ts'
import { readLocale } from '#messages/messages.ts'
import { RoomMessages } from '#messages/room-messages.tsx'
import { loadTexts } from '#messages/rooms.ts'
import { Frame } from '#shell/frame.tsx'
import { Surroundings } from '#shell/surroundings.tsx'
import { isTheme, THEME_COOKIE } from '#shell/theme.ts'
import { keepEarlyActions } from '#ui/early-actions.ts'

export const metadata: Metadata = {
  title: { default: 'Lockness', template: '%s · Lockness' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [locale, jar, sent] = await Promise.all([readLocale(), cookies(), headers()])
  const texts = await loadTexts('ui', locale)
  const chosen = jar.get(THEME_COOKIE)?.value
  const theme = isTheme(chosen) ? chosen : 'system'
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      {...(theme !== 'system' && { 'data-theme': theme })}
    >
      <body>
        <script
          nonce={sent.get('x-nonce') ?? undefined}
          // A browser shows no script its nonce, so the two are never the same.
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, as text
          dangerouslySetInnerHTML={{ __html: `(${keepEarlyActions})()` }}
        />
        <RoomMessages room="shell">
          <Surroundings locale={locale} texts={texts}>
            <Frame theme={theme}>{children}</Frame>
          </Surroundings>
        </RoomMessages>
      </body>
    </html>
  )
}
