'use client'
// The rooms of the house, with a sentence about each: what one comes here for.

import Link from 'next/link'
import { useMessages } from '#messages/use-messages.tsx'
import { useCurrentStore } from '#shell/current-store.ts'
import { hrefOf, OPEN_ROOMS, type RoomId } from '#shell/rooms.ts'

// biome-ignore format: a table is read by its columns
const TEXTS = {
  explorer:   { title: 'explorer',   text: 'explorerText' },
  models:     { title: 'models',     text: 'modelsText' },
  data:       { title: 'data',       text: 'dataText' },
  operations: { title: 'operations', text: 'operationsText' },
  playground: { title: 'playground', text: 'playgroundText' },
} as const

export function RoomCards({ store }: { readonly store: string | undefined }) {
  const t = useMessages('home')
  const current = useCurrentStore()?.id
  const rooms = OPEN_ROOMS.filter(({ id }) => id !== 'home')
  return (
    <section aria-label={t('rooms')} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
      {rooms.map((room) => {
        const href = hrefOf(room, current ?? store)
        const { title, text } = TEXTS[room.id as Exclude<RoomId, 'home'>]
        return href === undefined ? null : (
          <Link
            key={room.id}
            href={href}
            className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface p-4 transition-colors hover:border-accent-line hover:bg-hover"
          >
            <room.icon aria-hidden="true" strokeWidth={1.5} className="size-5 text-accent-ink" />
            <span className="mt-1 font-semibold">{t(title)}</span>
            <span className="text-muted text-sm">{t(text)}</span>
          </Link>
        )
      })}
    </section>
  )
}
