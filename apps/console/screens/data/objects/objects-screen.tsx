'use client'
// What there is: types beside, and of the chosen one its things, as a list or as they lie in each other. A type, a search
// and a view are in the address.

import type { ObjectListOutput } from '@lockness/client'
import { ListTree, Plus, Rows3 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import { useCommands } from '#shell/commands.ts'
import { useRefreshOnChange } from '#shell/live.tsx'
import { useStore } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { Toolbar } from '#ui/toolbar.tsx'
import { roomOf, withQuery } from '../address.ts'
import { useChangeSheet } from '../change/change-context.ts'
import { DataHeader } from '../data-header.tsx'
import { useLexicon } from '../words-context.tsx'
import { ObjectTable } from './object-table.tsx'
import { type TypeCount, TypeList } from './type-list.tsx'

const ObjectTree = dynamic(() => import('./object-tree.tsx').then((each) => each.ObjectTree), { ssr: false })

export interface Asked {
  readonly type: string | undefined
  readonly text: string
  readonly view: 'list' | 'tree'
}

export interface ObjectsScreenProps {
  readonly asked: Asked
  readonly counts: Tried<readonly TypeCount[]>
  /** The first page of the list. */
  readonly first: Tried<ObjectListOutput> | undefined
}

export function ObjectsScreen({ asked, counts, first }: ObjectsScreenProps) {
  const t = useMessages('data')
  const { mayWrite, open } = useChangeSheet()
  useRefreshOnChange()
  const write = () => open({ purpose: 'write', wish: { added: [], removed: [] } })
  const writeButton = (
    <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={write} disabled={!mayWrite}>
      {t('writeTuples')}
    </Button>
  )
  if ('failure' in counts) {
    return (
      <>
        <DataHeader />
        <FailureState failure={counts.failure} />
      </>
    )
  }
  const total = counts.value.reduce((sum, { objects }) => sum + objects, 0)
  return (
    <>
      <DataHeader actions={writeButton} />
      {total === 0 && counts.value.length === 0 ? (
        <EmptyState title={t('noModelTitle')} text={t('noModelText')} />
      ) : (
        <div className="grid gap-6 md:grid-cols-[14rem_minmax(0,1fr)]">
          <TypeList counts={counts.value} asked={asked} />
          <Things asked={asked} counts={counts.value} first={first} />
        </div>
      )}
    </>
  )
}

function Things({
  asked,
  counts,
  first,
}: Omit<ObjectsScreenProps, 'counts'> & { readonly counts: readonly TypeCount[] }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const { type, view } = asked
  const { text, setText } = useAddressedText(asked)
  const router = useRouter()
  const store = useStore().id
  const hasContainers = type !== undefined && isInATree(lexicon, type)
  const count = counts.find((each) => each.type === type)
  useFocusSearch()
  if (type === undefined) return <EmptyState title={t('noObjectsTitle')} text={t('noObjectsText')} />
  return (
    <section aria-labelledby="data-type" className="min-w-0">
      <h2 id="data-type" className="font-semibold text-md">
        {lexicon.pluralOf(type)}
      </h2>
      {lexicon.type(type)?.sentence && (
        <p className="mb-3 max-w-3xl text-muted text-sm">{lexicon.type(type)?.sentence}</p>
      )}
      <Toolbar
        label={t('objectsToolbar')}
        className="mt-3"
        end={
          hasContainers && (
            <Segmented
              label={t('viewAs')}
              value={view}
              onChange={(next) =>
                router.replace(withQuery(roomOf(store), { type, view: next === 'tree' ? 'tree' : undefined, q: text }))
              }
              options={[
                { value: 'list', label: t('viewList'), icon: <Rows3 aria-hidden="true" /> },
                { value: 'tree', label: t('viewTree'), icon: <ListTree aria-hidden="true" /> },
              ]}
            />
          )
        }
      >
        {view === 'list' && (
          <div className="w-full max-w-sm">
            <SearchInput
              id="data-search"
              value={text}
              onChange={setText}
              shortcut="/"
              placeholder={t('searchIn', { types: lexicon.pluralOf(type) })}
            />
          </div>
        )}
      </Toolbar>
      {view === 'tree' && hasContainers ? (
        <ObjectTree key={type} type={type} />
      ) : (
        <ObjectTable
          key={`${type} ${asked.text}`}
          type={type}
          text={asked.text}
          first={first}
          total={asked.text === '' && count?.isExact ? count.objects : undefined}
        />
      )}
    </section>
  )
}

function isInATree(lexicon: ReturnType<typeof useLexicon>, type: string): boolean {
  return (lexicon.type(type)?.containedIn.length ?? 0) > 0 || lexicon.containedIn(type).length > 0
}

const PAUSE_MS = 200

/** What is being typed, and a moment later the address with it. */
function useAddressedText({ type, text: addressed, view }: Asked) {
  const router = useRouter()
  const store = useStore().id
  const [text, setText] = useState(addressed)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    const query = { type, q: next.trim(), view: view === 'tree' ? view : undefined }
    timer.current = setTimeout(() => router.replace(withQuery(roomOf(store), query), { scroll: false }), PAUSE_MS)
  }
  return { text, setText: change }
}

function useFocusSearch(): void {
  const t = useMessages('data')
  const commands = useMemo(
    () => [
      {
        id: 'data-search',
        label: t('commandSearch'),
        key: '/',
        run: () => document.getElementById('data-search')?.focus(),
      },
    ],
    [t],
  )
  useCommands(commands)
}
