'use client'
// The ways through the house: rooms, stores, commands, one's own account. Beside the page where there is room, behind a
// button where there is not; both are made of the same parts.

import { Command, Menu as MenuIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Humps } from '#ui/humps.tsx'
import { Kbd } from '#ui/kbd.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useCommandPalette } from './commands.ts'
import { useCurrentStore, useRememberStore } from './current-store.ts'
import { LiveState } from './live-state.tsx'
import { hrefOf, OPEN_ROOMS, roomAt } from './rooms.ts'
import { StoreSwitcher } from './store-switcher.tsx'

export function SideBar() {
  useRememberStore()
  return (
    <header className="sticky top-0 hidden h-dvh flex-col gap-3 border-line border-e bg-sunken px-3 pt-4 pb-3 lg:flex">
      <Brand />
      <StoreSwitcher />
      <CommandsButton />
      <Rooms />
      <div className="mt-auto flex items-center gap-1 border-line border-t pt-3">
        <AccountMenu />
        <LiveState />
      </div>
    </header>
  )
}

export function PhoneBar() {
  const t = useMessages('shell')
  const [isOpen, setOpen] = useState(false)
  const pathname = usePathname()
  // Whoever has gone somewhere wants to see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes because the path has changed
  useEffect(() => setOpen(false), [pathname])
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-line border-b bg-sunken px-3 py-2 lg:hidden">
      <button
        type="button"
        aria-label={t('menu')}
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
        className="flex size-10 items-center justify-center rounded-md hover:bg-hover"
      >
        <MenuIcon aria-hidden="true" className="size-5" />
      </button>
      <Brand />
      <span className="ms-auto">
        <LiveState />
      </span>
      <Sheet title={t('product')} isOpen={isOpen} onOpenChange={setOpen}>
        <div className="flex flex-col gap-3">
          <StoreSwitcher />
          <Rooms />
          <CommandsButton />
          <AccountMenu />
        </div>
      </Sheet>
    </header>
  )
}

function Brand() {
  const t = useMessages('shell')
  return (
    <Link href="/" className="flex items-center gap-2 rounded-md px-2 font-semibold text-md">
      <Humps className="h-4 w-14 text-accent" />
      {t('product')}
    </Link>
  )
}

function Rooms() {
  const t = useMessages('shell')
  const store = useCurrentStore()?.id
  const current = roomAt(usePathname())
  return (
    <nav aria-label={t('mainNavigation')}>
      <ul className="grid gap-0.5">
        {OPEN_ROOMS.map((room) => {
          const href = hrefOf(room, store)
          if (href === undefined) return null
          return (
            <li key={room.id}>
              <Link
                href={href}
                aria-current={current === room.id ? 'page' : undefined}
                className="group relative flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-muted text-sm transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink"
              >
                <room.icon aria-hidden="true" className="size-4 flex-none group-aria-[current]:text-accent-ink" />
                {t(room.id)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function CommandsButton() {
  const t = useMessages('shell')
  const { open, modifier } = useCommandPalette()
  return (
    <button
      type="button"
      onClick={open}
      className="flex min-h-9 items-center gap-2 rounded-md border border-edge bg-surface px-2.5 text-start text-muted text-sm hover:border-muted"
    >
      <Command aria-hidden="true" className="size-4 flex-none" />
      <span className="min-w-0 flex-1 truncate">{t('commandsHint')}</span>
      <Kbd keys={`${modifier} K`} />
    </button>
  )
}
