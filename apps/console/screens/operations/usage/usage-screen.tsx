'use client'
// What of a store's model is used, by module and by relation, so that what nobody needs can be taken away: and for each
// relation the tuples that give access which nobody has used.

import type { UsageRelationsOutput } from '@lockness/client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import type { StoreFacts } from '#shell/store-context.tsx'
import { Card } from '#ui/card.tsx'
import { Combobox } from '#ui/combobox.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Field } from '#ui/field.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { Select } from '#ui/select.tsx'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { OperationsHeader } from '../operations-header.tsx'
import { ModuleCards } from './module-cards.tsx'
import { relationColumns } from './relation-columns.tsx'
import { UnusedTuples } from './unused-tuples.tsx'
import { modulesOf, type RelationUse, relationsShown, type Shown, SPANS, type Span, spanStart } from './usage-rows.ts'

const PLAIN_ROWS_MAX = 100

export interface UsageScreenProps {
  readonly store: string | undefined
  readonly stores: readonly StoreFacts[]
  readonly usage: Tried<UsageRelationsOutput> | undefined
  /** When the page was drawn, so that server and browser count days alike. */
  readonly nowMs: number
}

export function UsageScreen({ store, stores, usage, nowMs }: UsageScreenProps) {
  const t = useMessages('operations')
  const router = useRouter()
  const options = stores.map(({ id, name }) => ({ value: id, label: name }))
  const choose = (id: string | undefined) =>
    id !== undefined && router.push(`/operations/usage?store=${encodeURIComponent(id)}`)
  return (
    <>
      <OperationsHeader />
      {store === undefined || !usage ? (
        <EmptyState title={t('noStores')} text={t('noStoresText')} />
      ) : (
        <>
          <div className="mb-4 max-w-80">
            <Field label={t('store')}>
              <Combobox
                options={options}
                value={options.find(({ value }) => value === store) ?? { value: store, label: store }}
                onChange={(option) => choose(option?.value)}
              />
            </Field>
          </div>
          {'failure' in usage ? (
            <FailureState failure={usage.failure} needs={`can_read on store:${store}`} />
          ) : (
            <Used store={store} usage={usage.value} nowMs={nowMs} />
          )}
        </>
      )}
    </>
  )
}

function Used({ store, usage, nowMs }: { store: string; usage: UsageRelationsOutput; nowMs: number }) {
  const t = useMessages('operations')
  const { filter, set } = useUsageFilter(nowMs)
  const [looked, setLooked] = useState<RelationUse>()
  const modules = useMemo(() => modulesOf(usage.items, filter.start), [usage, filter.start])
  const rows = relationsShown(usage.items, filter)
  const columns = relationColumns(t, setLooked)
  const look = { label: t('relations'), columns, rowKey: ({ type, relation }: RelationUse) => `${type}#${relation}` }
  const empty = (
    <EmptyState
      isSmall
      title={usage.items.length === 0 ? t('noRelations') : t('allUsed')}
      text={usage.items.length === 0 ? t('noRelationsText') : t('allUsedText')}
    />
  )
  return (
    <div className="flex flex-col gap-6">
      <ModuleCards modules={modules} chosen={filter.module} onChoose={(module) => set({ module })} />
      <Card isFlush title={t('relations')} description={t('relationsText')}>
        <div className="flex flex-wrap items-center gap-3 px-pad pb-3">
          <Segmented<Shown>
            label={t('shown')}
            value={filter.shown}
            onChange={(shown) => set({ shown })}
            options={[
              { value: 'unused', label: t('unused') },
              { value: 'all', label: t('allOfThem') },
            ]}
          />
          <Select
            aria-label={t('span')}
            className="max-w-52"
            value={filter.span}
            onChange={(event) => set({ span: event.target.value as Span })}
            options={SPANS.map((value) => ({ value, label: t(`span_${value}`) }))}
          />
          <div className="min-w-48 flex-1 sm:max-w-72">
            <SearchInput value={filter.text} onChange={(text) => set({ text })} placeholder={t('searchRelations')} />
          </div>
          <p role="status" className="ms-auto text-muted text-sm tabular-nums">
            {t('relationsCount', { count: rows.length })}
          </p>
        </div>
        {rows.length > PLAIN_ROWS_MAX ? (
          <VirtualTable {...look} count={rows.length} rowAt={(index) => rows[index]} onOpen={setLooked} empty={empty} />
        ) : (
          <DataTable {...look} rows={rows} onOpen={setLooked} empty={empty} />
        )}
      </Card>
      {looked && (
        <UnusedTuples
          store={store}
          relation={looked}
          unusedSince={filter.start ?? spanStart('90', nowMs)}
          onClose={() => setLooked(undefined)}
        />
      )}
    </div>
  )
}

/** What is shown stands in the address; it is changed without asking the server again. */
function useUsageFilter(nowMs: number) {
  const params = useSearchParams()
  const pathname = usePathname()
  const span = SPANS.find((each) => each === params.get('span')) ?? 'ever'
  const module = params.get('module')
  const filter = {
    shown: params.get('show') === 'all' ? ('all' as const) : ('unused' as const),
    span,
    text: params.get('text') ?? '',
    module: module === null ? undefined : module === '' ? null : module,
    start: spanStart(span, nowMs),
  }
  const set = useCallback(
    (change: { shown?: Shown; span?: Span; text?: string; module?: string | null | undefined }) => {
      const next = new URLSearchParams(params)
      const put = (name: string, value: string | undefined) =>
        value === undefined ? next.delete(name) : next.set(name, value)
      if (change.shown) put('show', change.shown === 'all' ? 'all' : undefined)
      if (change.span) put('span', change.span === 'ever' ? undefined : change.span)
      if (change.text !== undefined) put('text', change.text || undefined)
      if ('module' in change) put('module', change.module === undefined ? undefined : (change.module ?? ''))
      window.history.replaceState(null, '', `${pathname}?${next}`)
    },
    [params, pathname],
  )
  return { filter, set }
}
