'use client'
// The things of a type, as many as there are: rows come from the server as one scrolls to them.

import type { ObjectListOutput } from '@lockness/client'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import type { Tried } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Count } from '#ui/count.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { Column } from '#ui/table-column.ts'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { addressOf } from '../address.ts'
import { usePages, useReloadOnChange } from '../use-pages.ts'
import { Thing, useLexicon } from '../words-context.tsx'
import { OBJECTS_PER_PAGE } from './objects-per-page.ts'

type Row = ObjectListOutput['items'][number]

export interface ObjectTableProps {
  readonly type: string
  readonly text: string
  readonly first: Tried<ObjectListOutput> | undefined
  /** How many there are, where that is known. */
  readonly total: number | undefined
}

export function ObjectTable({ type, text, first, total }: ObjectTableProps) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const router = useRouter()
  const client = useClient()
  const store = useStore().id
  const containers = lexicon.type(type)?.containedIn ?? []
  const names = containers.join(' ')
  const load = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => {
      const input = {
        store,
        type,
        text,
        pageSize: OBJECTS_PER_PAGE,
        ...(names !== '' && { containers: names.split(' ') }),
      }
      return client.object.list(cursor === undefined ? input : { ...input, cursor }, { signal })
    },
    [client, store, type, text, names],
  )
  const pages = usePages<Row>(load, first && 'value' in first ? first.value : undefined)
  useReloadOnChange(pages.reload)
  const onVisible = useCallback((_: number, last: number) => pages.want(last + OBJECTS_PER_PAGE / 2), [pages.want])
  const { items, cursor, failure, isLoading } = pages
  if (failure && items.length === 0) return <FailureState failure={failure} onRetry={pages.reload} />
  if (items.length === 0 && isLoading) return <LoadingState label={t('loading')} lines={8} />
  const count = cursor === undefined ? items.length : Math.max(total ?? 0, items.length + 1)
  const known = total ?? (cursor === undefined ? items.length : undefined)
  return (
    <>
      <p role="status" className="mb-2 text-muted text-sm">
        {known === undefined ? t('objectsFoundAtLeast', { count: items.length }) : t('objectsFound', { count: known })}
      </p>
      <VirtualTable
        label={lexicon.pluralOf(type)}
        columns={columnsOf(t, containers.length > 0)}
        count={count}
        rowAt={(index) => items[index]}
        rowKey={({ object }) => object}
        onVisible={onVisible}
        onOpen={({ object }) => router.push(addressOf(store, object))}
        empty={
          <EmptyState title={t('nothingFoundTitle')} text={text === '' ? t('noneOfTypeText') : t('nothingFoundText')} />
        }
        className="max-h-[65dvh] rounded-lg border border-line bg-surface"
      />
    </>
  )
}

function columnsOf(t: ReturnType<typeof useMessages<'data'>>, hasContainers: boolean): readonly Column<Row>[] {
  const within: Column<Row> = {
    id: 'within',
    label: t('columnWithin'),
    width: 'minmax(10rem,1fr)',
    cell: ({ within: containers }) =>
      containers.length === 0 ? (
        <span className="text-faint">{t('inNothing')}</span>
      ) : (
        <span className="flex min-w-0 items-center gap-3">
          {containers.slice(0, 2).map((name) => (
            <Thing key={name} name={name} isPlain />
          ))}
          {containers.length > 2 && <span className="text-muted">+{containers.length - 2}</span>}
        </span>
      ),
  }
  return [
    {
      id: 'object',
      label: t('columnObject'),
      width: 'minmax(12rem,1.4fr)',
      isHeading: true,
      cell: ({ object }) => <Thing name={object} />,
    },
    ...(hasContainers ? [within] : []),
    {
      id: 'tuples',
      label: t('columnTuples'),
      width: '7rem',
      align: 'end',
      cell: ({ tuplesMax }) => <Count value={tuplesMax} />,
    },
  ]
}
