'use client'
// Two lists as one: what is in both, and what is only in one of them. Both come in the same order, so they are merged as far as
// both are here, and scrolling fetches of whichever is behind.

import { useCallback, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import { Segmented } from '#ui/segmented.tsx'
import type { Column } from '#ui/table-column.ts'
import { VirtualTable } from '#ui/virtual-table.tsx'
import type { ListAnswer } from './answer.ts'
import { ComparedHead, SideBadge } from './compared-head.tsx'
import { ListMerge, type MergedRow } from './differences.ts'
import { ListTitle } from './list-view.tsx'
import { Named } from './names.tsx'
import { type Question, type Versus, varied } from './question.ts'
import { type ListPages, useListPages } from './use-list-pages.ts'

export interface ComparedListsProps {
  readonly question: Question
  readonly versus: Versus
  readonly first: ListAnswer
  readonly second: ListAnswer
}

const AHEAD = 120
const WAITING_ROWS = 40

export function ComparedLists({ question, versus, first, second }: ComparedListsProps) {
  const t = useMessages('explorer')
  const other = useMemo(() => varied(question, versus), [question, versus])
  const one = useListPages(question, first)
  const two = useListPages(other, second)
  const [isOnlyDifferent, setOnlyDifferent] = useState(false)
  const { rows, different, needs } = useMerged(first, second, one, two)
  const shown = isOnlyDifferent ? different : rows
  const onVisible = useCallback(
    (_: number, last: number) => {
      if (last + AHEAD < shown.length) return
      if (needs.includes('first')) one.loadMore()
      if (needs.includes('second')) two.loadMore()
    },
    [shown.length, needs, one.loadMore, two.loadMore],
  )
  const failure = one.failure ?? two.failure
  const isWhole = needs.length === 0
  const columns: Column<MergedRow>[] = [
    {
      id: 'name',
      label: t('name'),
      isHeading: true,
      width: 'minmax(14rem, 1fr)',
      cell: ({ name }) => <Named name={name} isCopyable />,
    },
    {
      id: 'side',
      label: t('comparison'),
      width: 'minmax(10rem, max-content)',
      cell: ({ side }) => <SideBadge side={side} question={question} versus={versus} />,
    },
  ]
  return (
    <div className="flex flex-col gap-4">
      <ComparedHead
        question={question}
        versus={versus}
        first={first}
        second={second}
        title={isWhole ? t('differences', { count: different.length }) : t('differencesSome')}
        isSame={isWhole && different.length === 0}
      />
      {failure && <PartialState title={t('listStopped', { count: rows.length })} text={failure.detail} />}
      <Card
        isFlush
        title={<ListTitle question={question} />}
        actions={
          <Segmented
            label={t('show')}
            options={[
              { value: 'all', label: t('showAll') },
              { value: 'different', label: t('showDifferent') },
            ]}
            value={isOnlyDifferent ? 'different' : 'all'}
            onChange={(value) => setOnlyDifferent(value === 'different')}
          />
        }
      >
        <VirtualTable
          label={t('comparison')}
          columns={columns}
          count={shown.length + (isWhole ? 0 : WAITING_ROWS)}
          rowAt={(index) => shown[index]}
          rowKey={({ name }) => name}
          onVisible={onVisible}
          className={shown.length > 12 ? 'h-[60dvh]' : 'max-h-[60dvh]'}
          empty={<EmptyState isSmall title={t(isOnlyDifferent ? 'noDifference' : 'listEmpty')} />}
        />
      </Card>
    </div>
  )
}

interface Merged {
  readonly rows: readonly MergedRow[]
  readonly different: readonly MergedRow[]
  readonly needs: readonly ('first' | 'second')[]
}

/** The merge itself goes on where it stopped; it begins anew with another pair of answers. */
function useMerged(first: ListAnswer, second: ListAnswer, one: ListPages, two: ListPages): Merged {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer begins another merge
  const merge = useMemo(() => new ListMerge(), [first, second])
  const needs = merge.goOn(one, two)
  const count = merge.rows.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place, so their count says that they did
  const different = useMemo(() => merge.rows.filter(({ side }) => side !== 'both'), [merge, count])
  return { rows: merge.rows, different, needs }
}
