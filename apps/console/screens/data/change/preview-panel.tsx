'use client'
// "These 212 decisions change": how many, of which permissions, and by name who gains and who loses what on what.

import type { TuplePreviewOutput } from '@lockness/client'
import { ArrowDownRight, ArrowUpRight, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { Badge } from '#ui/badge.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import { Segmented } from '#ui/segmented.tsx'
import type { Column } from '#ui/table-column.ts'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { typeOf } from '../words.ts'
import { Thing, useLexicon } from '../words-context.tsx'
import type { Preview } from './use-preview.ts'

type Item = TuplePreviewOutput['items'][number]
type Direction = 'gained' | 'lost' | 'unsure'

export function directionOf({ before, after }: Pick<Item, 'before' | 'after'>): Direction {
  if (before === 'error' || after === 'error') return 'unsure'
  return after === 'yes' ? 'gained' : 'lost'
}

export function PreviewPanel({ preview }: { readonly preview: Preview }) {
  const t = useMessages('data')
  const { state, value, failure } = preview
  if (state === 'empty') return <EmptyState isSmall title={t('previewEmptyTitle')} text={t('previewEmptyText')} />
  if (failure) return <FailureState failure={failure} isSmall />
  if (!value) return <LoadingState label={t('previewLoading')} isSmall />
  return (
    <section
      aria-label={t('previewTitle')}
      aria-busy={state === 'loading'}
      className={state === 'loading' ? 'opacity-60 transition-opacity' : 'transition-opacity'}
    >
      <Headline value={value} />
      {value.items.length > 0 && <Relations value={value} />}
      {value.items.length > 0 && <Names value={value} />}
    </section>
  )
}

function Headline({ value }: { readonly value: TuplePreviewOutput }) {
  const t = useMessages('data')
  const { gained, lost, unsure, isExact, missing, tuples } = value
  const count = gained + lost + unsure
  const idle = tuples.present + tuples.absent
  return (
    <div className="mb-4" role="status">
      <h3 className="font-semibold text-md">
        {isExact ? t('previewCount', { count }) : t('previewCountAtLeast', { count })}
      </h3>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {lost > 0 && <DirectionBadge direction="lost" text={t('previewLost', { count: lost })} />}
        {gained > 0 && <DirectionBadge direction="gained" text={t('previewGained', { count: gained })} />}
        {unsure > 0 && <DirectionBadge direction="unsure" text={t('previewUnsure', { count: unsure })} />}
      </div>
      {count === 0 && <p className="mt-1 text-muted text-sm">{t('previewNothing')}</p>}
      {idle > 0 && <p className="mt-1.5 text-muted text-sm">{t('previewIdle', { count: idle })}</p>}
      {missing.length > 0 && (
        <p className="mt-1.5 text-muted text-sm">{t('previewMissing', { names: missing.join(', ') })}</p>
      )}
      {!isExact && (
        <div className="mt-3">
          <PartialState title={t('previewBoundTitle')} text={t('previewBoundText', { limit: value.limit ?? '' })} />
        </div>
      )}
    </div>
  )
}

// biome-ignore format: a table is read by its columns
const LOOKS = {
  gained: { tone: 'allow', Icon: ArrowUpRight },
  lost:   { tone: 'deny',  Icon: ArrowDownRight },
  unsure: { tone: 'cond',  Icon: CircleHelp },
} as const

function DirectionBadge({ direction, text }: { readonly direction: Direction; readonly text: string }) {
  const { tone, Icon } = LOOKS[direction]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {text}
    </Badge>
  )
}

const RELATIONS_SHOWN = 8

function Relations({ value: { relations } }: { readonly value: TuplePreviewOutput }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const [isAll, setAll] = useState(false)
  const sizeOf = ({ gained, lost, unsure }: (typeof relations)[number]) => gained + lost + unsure
  const sorted = [...relations].sort((a, b) => sizeOf(b) - sizeOf(a))
  const shown = isAll ? sorted : sorted.slice(0, RELATIONS_SHOWN)
  return (
    <ul className="mb-4 divide-y divide-line rounded-lg border border-line bg-surface text-sm">
      {shown.map(({ type, relation, gained, lost, unsure }) => (
        <li
          key={`${type}#${relation}`}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5"
        >
          <span className="min-w-0">
            <span className="font-medium">{lexicon.titleOf(type, relation)}</span>{' '}
            <span className="text-muted">{lexicon.singularOf(type)}</span>
          </span>
          <span className="flex gap-1.5 tabular-nums">
            {lost > 0 && <DirectionBadge direction="lost" text={t('countLost', { count: lost })} />}
            {gained > 0 && <DirectionBadge direction="gained" text={t('countGained', { count: gained })} />}
            {unsure > 0 && <DirectionBadge direction="unsure" text={t('countUnsure', { count: unsure })} />}
          </span>
        </li>
      ))}
      {sorted.length > shown.length && (
        <li className="px-3 py-1.5">
          <button type="button" className="text-accent-ink hover:underline" onClick={() => setAll(true)}>
            {t('showAllRelations', { count: sorted.length })}
          </button>
        </li>
      )}
    </ul>
  )
}

function Names({ value }: { readonly value: TuplePreviewOutput }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const [wanted, setWanted] = useState<Direction | 'all'>('all')
  const { gained, lost, unsure } = value
  const items = wanted === 'all' ? value.items : value.items.filter((item) => directionOf(item) === wanted)
  const columns: readonly Column<Item>[] = [
    {
      id: 'subject',
      label: t('columnWho'),
      width: 'minmax(9rem,1.1fr)',
      isHeading: true,
      cell: (item) => <Who item={item} />,
    },
    {
      id: 'change',
      label: t('columnChange'),
      width: '7.5rem',
      cell: (item) => <DirectionBadge direction={directionOf(item)} text={t(`one_${directionOf(item)}`)} />,
    },
    {
      id: 'relation',
      label: t('columnPermission'),
      width: 'minmax(9rem,1fr)',
      cell: ({ object, relation }) => <span title={relation}>{lexicon.titleOf(typeOf(object), relation)}</span>,
    },
    {
      id: 'object',
      label: t('columnOn'),
      width: 'minmax(9rem,1.1fr)',
      cell: ({ object }) => <Thing name={object} isPlain />,
    },
  ]
  const kinds = (['lost', 'gained', 'unsure'] as const).filter((each) => value[each] > 0)
  const total = gained + lost + unsure
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">
          {value.items.length < total
            ? t('previewNamesPartly', { shown: value.items.length, count: total })
            : t('previewNamesAll', { count: total })}
        </p>
        {kinds.length > 1 && (
          <Segmented
            label={t('previewFilter')}
            value={wanted}
            onChange={setWanted}
            options={[
              { value: 'all', label: t('filterAll') },
              ...kinds.map((each) => ({ value: each, label: t(`filter_${each}`) })),
            ]}
          />
        )}
      </div>
      <VirtualTable
        label={t('previewTable')}
        columns={columns}
        count={items.length}
        rowAt={(index) => items[index]}
        rowKey={({ subject, relation, object }) => `${subject} ${relation} ${object}`}
        className="h-72 rounded-lg border border-line bg-surface"
      />
    </>
  )
}

function Who({ item: { subject } }: { readonly item: Item }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const type = typeOf(subject)
  if (subject !== `${type}:*`) return <Thing name={subject} isPlain />
  return <span className="font-medium">{t('everybody', { types: lexicon.pluralOf(type) })}</span>
}
