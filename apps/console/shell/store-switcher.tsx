'use client'
// Which store everything is about. A few are simply listed; with many of them one types a part of the name.

import { Check, ChevronsUpDown, Database } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Popover } from '#ui/popover.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { useCurrentStore } from './current-store.ts'
import { useFrame } from './frame-context.tsx'
import { hrefOf, OPEN_ROOMS, roomAt } from './rooms.ts'

const LISTED_MAX = 8

export function StoreSwitcher() {
  const t = useMessages('shell')
  const { stores, hasMoreStores } = useFrame()
  const [isOpen, setOpen] = useState(false)
  const [wanted, setWanted] = useState('')
  const current = useCurrentStore()
  const linkTo = useLinkTo()
  if (!current) return <StoreById />
  const found = stores.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <Popover
      label={t('chooseStore')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="p-2"
      trigger={
        <button
          type="button"
          className="flex min-h-11 w-full items-center gap-2.5 rounded-md px-2.5 text-start hover:bg-hover"
        >
          <Database aria-hidden="true" className="size-4 flex-none text-muted" />
          <span className="min-w-0 flex-1">
            <span className="block text-faint text-2xs">{t('store')}</span>
            <span className="block truncate font-medium text-sm">{current.name}</span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-4 flex-none text-faint" />
        </button>
      }
    >
      {stores.length > LISTED_MAX && (
        <SearchInput
          aria-label={t('searchStores')}
          placeholder={t('searchStores')}
          value={wanted}
          onChange={setWanted}
        />
      )}
      <ul className="mt-1 grid max-h-80 gap-0.5 overflow-y-auto">
        {found.map((store) => (
          <li key={store.id}>
            <Link
              href={linkTo(store.id)}
              onClick={() => setOpen(false)}
              aria-current={store.id === current.id ? 'true' : undefined}
              className="flex min-h-9 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{store.name}</span>
              {store.id === current.id && <Check aria-hidden="true" className="size-4 flex-none text-accent-ink" />}
            </Link>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="p-2 text-muted text-sm">{t('noStoreFound')}</p>}
      {hasMoreStores && <p className="p-2 text-faint text-xs">{t('storesPartly', { count: stores.length })}</p>}
    </Popover>
  )
}

/** A key that is for one store may not list them. */
function StoreById() {
  const t = useMessages('shell')
  const router = useRouter()
  const linkTo = useLinkTo()
  const [id, setId] = useState('')
  return (
    <form
      className="grid gap-2 px-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() !== '') router.push(linkTo(id.trim()))
      }}
    >
      <p className="text-muted text-sm">{t('noStores')}</p>
      <TextInput
        isMono
        aria-label={t('openStore')}
        placeholder={t('openStore')}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
    </form>
  )
}

/** To the same room of another store, or to the first one. */
export function useLinkTo(): (store: string) => string {
  const current = roomAt(usePathname())
  return (store) => {
    const inStores = OPEN_ROOMS.filter(({ path }) => path.includes('[store]'))
    const room = inStores.find(({ id }) => id === current) ?? inStores[0]
    return (room && hrefOf(room, store)) ?? `/s/${encodeURIComponent(store)}`
  }
}
