'use client'
// The types of the store: those that have things first, the others behind a word. On a phone it is one list to choose from.

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useStore } from '#shell/store-context.tsx'
import { Count } from '#ui/count.tsx'
import { Select } from '#ui/select.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
import { addressOf, roomOf, withQuery } from '../address.ts'
import { NameField } from '../change/name-field.tsx'
import { useLexicon } from '../words-context.tsx'
import type { Asked } from './objects-screen.tsx'

export interface TypeCount {
  readonly type: string
  readonly objects: number
  /** False: there are at least so many. */
  readonly isExact: boolean
}

export function TypeList({ counts, asked }: { readonly counts: readonly TypeCount[]; readonly asked: Asked }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const router = useRouter()
  const store = useStore().id
  const room = roomOf(store)
  const [isAll, setAll] = useState(false)
  const sorted = [...counts].sort((a, b) => lexicon.pluralOf(a.type).localeCompare(lexicon.pluralOf(b.type)))
  const used = sorted.filter(({ objects }) => objects > 0)
  const empty = sorted.filter(({ objects }) => objects === 0)
  const shown = isAll ? [...used, ...empty] : [...used, ...empty.filter(({ type }) => type === asked.type)]
  const hrefOf = (type: string) => withQuery(room, { type, view: asked.view === 'tree' ? 'tree' : undefined })
  return (
    <nav aria-label={t('types')} className="min-w-0">
      <NameField
        label={t('findAny')}
        value=""
        placeholder={t('findAnyHint')}
        onChange={(name) => name !== '' && router.push(addressOf(store, name))}
        className="mb-3"
      />
      <div className="md:hidden">
        <Select
          aria-label={t('types')}
          value={asked.type ?? ''}
          onChange={(event) => router.push(hrefOf(event.target.value))}
          options={[...used, ...empty].map(({ type, objects }) => ({
            value: type,
            label: `${lexicon.pluralOf(type)} (${objects})`,
          }))}
        />
      </div>
      <ul className="hidden flex-col gap-0.5 md:flex">
        {shown.map(({ type, objects, isExact }) => (
          <li key={type}>
            <Link
              href={hrefOf(type)}
              aria-current={type === asked.type ? 'page' : undefined}
              className="flex min-h-control-sm items-center gap-2 rounded-md px-2 text-sm hover:bg-hover aria-[current]:bg-selected aria-[current]:font-medium"
            >
              <TypeIcon type={type} icon={lexicon.iconOf(type)} size="small" />
              <span className="min-w-0 flex-1 truncate">{lexicon.pluralOf(type)}</span>
              <span className="text-muted text-xs">
                <Count value={objects} isCompact isAtLeast={!isExact} />
              </span>
            </Link>
          </li>
        ))}
        {empty.length > 0 && !isAll && (
          <li>
            <button
              type="button"
              className="mt-1 min-h-6 rounded-md px-2 text-muted text-xs hover:text-ink hover:underline"
              onClick={() => setAll(true)}
            >
              {t('emptyTypes', { count: empty.length })}
            </button>
          </li>
        )}
      </ul>
    </nav>
  )
}
