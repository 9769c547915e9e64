'use client'
// The questions that took longest, with what they cost the engine. Whoever may read the store sees what was asked, and can
// ask it again, with the proof.

import type { SystemSlowQuestionsOutput } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { Count } from '#ui/count.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Duration } from '#ui/duration.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import type { Column } from '#ui/table-column.ts'
import { Time } from '#ui/time.tsx'
import { StoreName } from './node-table.tsx'
import { askAgainHref, SLOW_SHOWN, type SlowQuestion } from './slow-question.ts'

export interface SlowQuestionTableProps {
  readonly slow: Tried<SystemSlowQuestionsOutput>
  readonly storeNames: Readonly<Record<string, string>>
}

export function SlowQuestionTable({ slow, storeNames }: SlowQuestionTableProps) {
  const t = useMessages('operations')
  const minutes = 'value' in slow ? slow.value.minutes : 5
  return (
    <Card isFlush title={t('slow')} description={t('slowText', { minutes })}>
      {'failure' in slow ? (
        <FailureState isSmall failure={slow.failure} needs="can_manage on system:lockness" />
      ) : (
        <DataTable
          label={t('slow')}
          columns={slowColumns(t, storeNames)}
          rows={slow.value.items.slice(0, SLOW_SHOWN)}
          rowKey={(row) => `${row.at} ${row.action} ${row.tookMs} ${row.object ?? ''}`}
          empty={<EmptyState isSmall title={t('noSlow', { minutes })} text={t('noSlowText', { minutes })} />}
        />
      )}
    </Card>
  )
}

function slowColumns(
  t: ReturnType<typeof useMessages<'operations'>>,
  names: Readonly<Record<string, string>>,
): Column<SlowQuestion>[] {
  return [
    {
      id: 'question',
      label: t('question'),
      isHeading: true,
      width: 'minmax(16rem, 3fr)',
      cell: (row) => <Asked row={row} />,
    },
    { id: 'store', label: t('store'), cell: ({ store }) => <StoreName id={store} names={names} /> },
    { id: 'took', label: t('took'), align: 'end', width: '8rem', cell: ({ tookMs }) => <Duration ms={tookMs} /> },
    {
      id: 'steps',
      label: t('steps'),
      align: 'end',
      width: '7rem',
      cell: ({ stepsMin }) => (stepsMin === 0 ? t('fewSteps') : <Count value={stepsMin} isAtLeast />),
    },
    { id: 'at', label: t('when'), align: 'end', width: '8rem', cell: ({ at }) => <Time at={at} /> },
  ]
}

function Asked({ row }: { readonly row: SlowQuestion }) {
  const t = useMessages('operations')
  const { action, type, relation, subject, object, checks, hasFailed } = row
  const href = askAgainHref(row)
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 @2xl:w-full @2xl:contain-inline-size">
      <code className="font-mono text-muted text-xs">{action}</code>
      <span className="min-w-0 break-all font-mono text-sm">
        {subject !== undefined && `${subject} `}
        <span className="text-accent-ink">{relation ?? '…'}</span> {object ?? (type === undefined ? '' : `${type}:…`)}
      </span>
      {checks !== undefined && <Badge>{t('checks', { count: checks })}</Badge>}
      {hasFailed && <Badge tone="deny">{t('hasFailed')}</Badge>}
      {href && (
        <TextLink href={href} className="text-xs">
          {t('askAgain')}
        </TextLink>
      )}
    </span>
  )
}
