'use client'
// Who is signed in, how they want to see the console, and the way out.

import { CircleUser, LogOut } from 'lucide-react'
import { useRef } from 'react'
import { LOCALE_NAMES, LOCALES } from '#messages/locale.ts'
import { useMessages } from '#messages/use-messages.tsx'
import { Menu } from '#ui/menu.tsx'
import { useFrame } from './frame-context.tsx'
import { usePreferences } from './preferences.ts'
import { THEMES } from './theme.ts'

const THEME_NAMES = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

export function AccountMenu() {
  const t = useMessages('shell')
  const { who, theme, locale } = useFrame()
  const prefer = usePreferences()
  const leaving = useRef<HTMLFormElement>(null)
  return (
    <>
      <Menu
        heading={t('signedInAs', { name: who.name })}
        trigger={
          <button
            type="button"
            className="flex min-h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover"
          >
            <CircleUser aria-hidden="true" className="size-5 flex-none text-muted" />
            <span className="truncate">
              <span className="sr-only">{t('account')}: </span>
              {who.name}
            </span>
          </button>
        }
        items={[
          ...THEMES.map((each, i) => ({
            id: `theme-${each}`,
            label: t(THEME_NAMES[each]),
            isChecked: theme === each,
            startsGroup: i === 0,
            onSelect: () => void prefer({ theme: each }),
          })),
          ...LOCALES.map((each, i) => ({
            id: `locale-${each}`,
            label: <span lang={each}>{LOCALE_NAMES[each]}</span>,
            isChecked: locale === each,
            startsGroup: i === 0,
            onSelect: () => void prefer({ locale: each }),
          })),
          {
            id: 'sign-out',
            label: t('signOut'),
            icon: <LogOut aria-hidden="true" />,
            startsGroup: true,
            onSelect: () => leaving.current?.requestSubmit(),
          },
        ]}
      />
      <form ref={leaving} method="post" action="/sign-out" className="contents">
        <noscript>
          <button type="submit" className="text-sm underline">
            {t('signOut')}
          </button>
        </noscript>
      </form>
    </>
  )
}
