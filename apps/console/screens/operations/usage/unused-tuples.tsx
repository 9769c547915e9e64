'use client'
// The tuples of one relation that no yes has rested on: access that was given and that nobody needed.

import type { UsageTuplesOutput } from '@lockness/client'
import { useCallback, useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Tried, tried } from '#session/tried.ts'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { Sheet } from '#ui/sheet.tsx'
import type { Column } from '#ui/table-column.ts'
import { Day } from './day.tsx'
import type { RelationUse } from './usage-rows.ts'

type TupleUse = UsageTuplesOutput['items'][number]

const PAGE = 100

export interface UnusedTuplesProps {
  readonly store: string
  readonly relation: RelationUse
  readonly unusedSince: string | undefined
  readonly onClose: () => void
}

export function UnusedTuples({ store, relation: { type, relation }, unusedSince, onClose }: UnusedTuplesProps) {
  const t = useMessages('operations')
  const { found, isLoading, load } = useUnused(store, type, relation, unusedSince)
  const data = `/s/${encodeURIComponent(store)}/data/tuples?${new URLSearchParams({ objectType: type, relation })}`
  return (
    <Sheet
      isOpen
      width="wide"
      title={t('unusedTuplesOf', { relation: `${type}#${relation}` })}
      description={t('unusedTuplesText')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<LinkButton href={data}>{t('openInData')}</LinkButton>}
    >
      {!found && <LoadingState label={t('loadingTuples')} lines={6} />}
      {found && 'failure' in found && (
        <FailureState isSmall failure={found.failure} needs={`can_read on store:${store}`} onRetry={load} />
      )}
      {found && 'value' in found && (
        <>
          <DataTable
            label={t('tuples')}
            columns={tupleColumns(t)}
            rows={found.value.items}
            rowKey={({ object, subject }) => JSON.stringify([object, subject])}
            isLoading={isLoading}
            empty={<EmptyState isSmall title={t('noUnusedTuples')} text={t('noUnusedTuplesText')} />}
          />
          {found.value.cursor !== undefined && (
            <Button className="mt-3" isBusy={isLoading} onClick={load}>
              {t('loadMore')}
            </Button>
          )}
        </>
      )}
    </Sheet>
  )
}

function useUnused(store: string, objectType: string, relation: string, unusedSince: string | undefined) {
  const { usage } = useClient()
  const [found, setFound] = useState<Tried<UsageTuplesOutput>>()
  const [isLoading, setLoading] = useState(false)
  const ask = useCallback(
    (cursor: string | undefined, signal?: AbortSignal) =>
      tried(
        usage.tuples(
          { store, objectType, relation, unusedSince, pageSize: PAGE, ...(cursor !== undefined && { cursor }) },
          signal && { signal },
        ),
      ),
    [usage, store, objectType, relation, unusedSince],
  )
  useEffect(() => {
    const ending = new AbortController()
    void ask(undefined, ending.signal).then((page) => {
      if (!ending.signal.aborted) setFound(page)
    })
    return () => ending.abort()
  }, [ask])
  const load = async () => {
    const before = found && 'value' in found ? found.value : undefined
    setLoading(true)
    const page = await ask(before?.cursor)
    setLoading(false)
    if ('failure' in page) setFound(page)
    else setFound({ value: { ...page.value, items: [...(before?.items ?? []), ...page.value.items] } })
  }
  return { found, isLoading, load }
}

function tupleColumns(t: ReturnType<typeof useMessages<'operations'>>): Column<TupleUse>[] {
  return [
    {
      id: 'subject',
      label: t('subject'),
      isHeading: true,
      width: 'minmax(10rem, 1fr)',
      cell: ({ subject }) => <code className="break-all font-mono text-sm">{subject}</code>,
    },
    {
      id: 'object',
      label: t('object'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ object }) => <code className="break-all font-mono text-sm">{object}</code>,
    },
    {
      id: 'used',
      label: t('lastUsed'),
      align: 'end',
      cell: ({ lastUsed }) => (lastUsed === null ? t('never') : <Day day={lastUsed} />),
    },
  ]
}
