'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import { hrefOf, OPEN_ROOMS, roomAt, storeAt } from './rooms.ts'
import type { StoreFacts } from './store-context.tsx'

export function Navigation({ stores, name }: { readonly stores: readonly StoreFacts[]; readonly name: string }) {
  const t = useMessages('shell')
  const pathname = usePathname()
  const store = storeAt(pathname) ?? stores[0]?.id
  const current = roomAt(pathname)
  return (
    <nav aria-label={t('mainNavigation')} className="border-line border-e bg-sunken p-3">
      <ul className="grid gap-0.5">
        {OPEN_ROOMS.map((room) => {
          const href = hrefOf(room, store)
          return href === undefined ? null : (
            <li key={room.id}>
              <Link
                href={href}
                aria-current={current === room.id ? 'page' : undefined}
                className="flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover aria-[current]:bg-selected"
              >
                <room.icon aria-hidden="true" className="size-4" />
                {t(room.id)}
              </Link>
            </li>
          )
        })}
      </ul>
      <form method="post" action="/sign-out" className="mt-4">
        <p className="text-muted text-xs">{t('signedInAs', { name })}</p>
        <button type="submit" className="text-sm underline">
          {t('signOut')}
        </button>
      </form>
    </nav>
  )
}
