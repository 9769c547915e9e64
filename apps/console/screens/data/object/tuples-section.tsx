'use client'
// The tuples about one thing, or those that name it as subject.

import type { Tuple, TupleReadOutput } from '@lockness/client'
import { Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import type { Tried } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { useChangeSheet } from '../change/change-context.ts'
import { keyOf } from '../change/tuple-key.ts'
import { TupleTable } from '../tuples/tuple-table.tsx'
import { TUPLES_PER_PAGE } from '../tuples/tuples-per-page.ts'
import { usePages, useReloadOnChange } from '../use-pages.ts'

export interface TuplesSectionProps {
  readonly object: string
  readonly tab: 'tuples' | 'given'
  readonly first: Tried<TupleReadOutput>
}

export function TuplesSection({ object, tab, first }: TuplesSectionProps) {
  const t = useMessages('data')
  const client = useClient()
  const store = useStore().id
  const { mayWrite, open } = useChangeSheet()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const load = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => {
      const filter = tab === 'tuples' ? { object } : { subject: object }
      const question = { store, ...filter, pageSize: TUPLES_PER_PAGE }
      return client.tuple.read(cursor === undefined ? question : { ...question, cursor }, { signal })
    },
    [client, store, object, tab],
  )
  const pages = usePages<Tuple>(load, 'value' in first ? first.value : undefined)
  useReloadOnChange(pages.reload)
  const { want, reload, items, cursor, failure } = pages
  const onVisible = useCallback((_: number, last: number) => want(last + TUPLES_PER_PAGE / 2), [want])
  if (failure && items.length === 0) return <FailureState failure={failure} onRetry={reload} />
  const chosen = items.filter((tuple) => selected.has(keyOf(tuple)))
  const remove = () => {
    open({ purpose: 'remove', wish: { added: [], removed: chosen } })
    setSelected(new Set())
  }
  return (
    <>
      <div className="mb-2 flex min-h-control flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-muted text-sm">
          {cursor === undefined
            ? t('tuplesFound', { count: items.length })
            : t('tuplesFoundAtLeast', { count: items.length })}
        </p>
        {chosen.length > 0 && (
          <Button size="small" icon={<Trash2 aria-hidden="true" />} onClick={remove}>
            {t('removeChosen', { count: chosen.length })}
          </Button>
        )}
      </div>
      <TupleTable
        label={t(`tab_${tab}`)}
        pages={pages}
        hides={tab === 'tuples' ? 'object' : 'subject'}
        selected={mayWrite ? selected : undefined}
        onSelectedChange={setSelected}
        onVisible={onVisible}
        empty={<EmptyState title={t('noTuplesTitle')} text={t(`noTuples_${tab}`)} />}
      />
    </>
  )
}
