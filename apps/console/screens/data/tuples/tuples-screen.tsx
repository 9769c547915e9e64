'use client'
// All tuples of the store, or those that a filter finds. Chosen ones, or all that are found, can be taken away after a look
// at what that would do.

import type { Tuple, TupleReadOutput } from '@lockness/client'
import { Plus, Trash2 } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { failureOf, type Tried } from '#session/tried.ts'
import { useCommands } from '#shell/commands.ts'
import { useStore } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { useToast } from '#ui/toast.tsx'
import { useChangeSheet } from '../change/change-context.ts'
import { keyOf } from '../change/tuple-key.ts'
import { DataHeader } from '../data-header.tsx'
import { type Pages, usePages, useReloadOnChange } from '../use-pages.ts'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, questionOf, type TupleFilter } from './tuple-filter.ts'
import { TupleTable } from './tuple-table.tsx'
import { TUPLES_PER_PAGE } from './tuples-per-page.ts'

export interface TuplesScreenProps {
  readonly filter: TupleFilter
  readonly first: Tried<TupleReadOutput>
}

export function TuplesScreen({ filter, first }: TuplesScreenProps) {
  const t = useMessages('data')
  const { mayWrite, open } = useChangeSheet()
  const write = useCallback(() => {
    const { object, subject } = filter
    open({
      purpose: 'write',
      wish: { added: [], removed: [] },
      given: { ...(object !== undefined && { object }), ...(subject !== undefined && { subject }) },
    })
  }, [open, filter])
  const commands = useMemo(() => [{ id: 'data-write', label: t('writeTuples'), key: 'w', run: write }], [t, write])
  useCommands(commands)
  return (
    <>
      <DataHeader
        actions={
          <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={write} disabled={!mayWrite}>
            {t('writeTuples')}
          </Button>
        }
      />
      <FilterBar filter={filter} />
      <Found key={JSON.stringify(filter)} filter={filter} first={first} />
    </>
  )
}

function Found({ filter, first }: TuplesScreenProps) {
  const t = useMessages('data')
  const client = useClient()
  const store = useStore().id
  const { mayWrite } = useChangeSheet()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const load = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => {
      const question = { store, ...questionOf(filter, Date.now()), pageSize: TUPLES_PER_PAGE }
      return client.tuple.read(cursor === undefined ? question : { ...question, cursor }, { signal })
    },
    [client, store, filter],
  )
  const pages = usePages<Tuple>(load, 'value' in first ? first.value : undefined)
  useReloadOnChange(pages.reload)
  const { want, reload, items, cursor, failure, isLoading } = pages
  const onVisible = useCallback((_: number, last: number) => want(last + TUPLES_PER_PAGE / 2), [want])
  if (failure && items.length === 0) return <FailureState failure={failure} onRetry={reload} />
  if (items.length === 0 && isLoading) return <LoadingState label={t('loading')} lines={8} />
  return (
    <>
      <div className="mb-2 flex min-h-control flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-muted text-sm">
          {cursor === undefined
            ? t('tuplesFound', { count: items.length })
            : t('tuplesFoundAtLeast', { count: items.length })}
        </p>
        {mayWrite && (
          <Removal filter={filter} pages={pages} selected={selected} onDone={() => setSelected(new Set())} />
        )}
      </div>
      <TupleTable
        label={t('viewTuples')}
        pages={pages}
        selected={mayWrite ? selected : undefined}
        onSelectedChange={setSelected}
        onVisible={onVisible}
        empty={
          isFiltered(filter) ? (
            <EmptyState title={t('nothingFoundTitle')} text={t('noTuplesFoundText')} />
          ) : (
            <EmptyState title={t('noTuplesTitle')} text={t('noTuplesText')} />
          )
        }
      />
    </>
  )
}

/** As many can be written at once. */
const REMOVED_MAX = 10_000

interface RemovalProps {
  readonly filter: TupleFilter
  readonly pages: Pages<Tuple>
  readonly selected: ReadonlySet<string>
  readonly onDone: () => void
}

function Removal({ filter, pages, selected, onDone }: RemovalProps) {
  const t = useMessages('data')
  const client = useClient()
  const store = useStore().id
  const { open } = useChangeSheet()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const chosen = pages.items.filter((tuple) => selected.has(keyOf(tuple)))
  const removeChosen = () => {
    open({ purpose: 'remove', wish: { added: [], removed: chosen } })
    onDone()
  }
  const removeFound = async () => {
    setBusy(true)
    try {
      const removed: Tuple[] = []
      const question = { store, ...questionOf(filter, Date.now()), pageSize: 1_000 }
      for await (const tuple of client.tuple.read.items(question)) {
        removed.push(tuple)
        if (removed.length > REMOVED_MAX) break
      }
      if (removed.length > REMOVED_MAX)
        toast({ tone: 'failed', text: t('tooManyTitle'), detail: t('tooManyText', { max: REMOVED_MAX }) })
      else open({ purpose: 'remove', wish: { added: [], removed } })
    } catch (error) {
      toast({ tone: 'failed', text: t('refusedTitle'), detail: failureOf(error).detail })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-wrap gap-2">
      {chosen.length > 0 && (
        <Button size="small" icon={<Trash2 aria-hidden="true" />} onClick={removeChosen}>
          {t('removeChosen', { count: chosen.length })}
        </Button>
      )}
      {isFiltered(filter) && pages.items.length > 0 && (
        <Button size="small" icon={<Trash2 aria-hidden="true" />} isBusy={isBusy} onClick={() => void removeFound()}>
          {t('removeFound')}
        </Button>
      )}
    </div>
  )
}
