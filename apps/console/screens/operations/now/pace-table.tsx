'use client'
// What was asked for in the last minute and how long it took, by operation.

import type { SystemLoadOutput } from '@lockness/client'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { Count } from '#ui/count.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Duration } from '#ui/duration.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import type { Column, Sort } from '#ui/table-column.ts'

type Pace = SystemLoadOutput['operations'][number]
type Figure = 'count' | 'p50Ms' | 'p90Ms' | 'p99Ms' | 'failed'

export function PaceTable({ load }: { readonly load: SystemLoadOutput | undefined }) {
  const t = useMessages('operations')
  const [sort, setSort] = useState<Sort>({ column: 'count', direction: 'down' })
  const by = sort.column as Figure | 'action'
  const rows = [...(load?.operations ?? [])].sort((a, b) => {
    const order = by === 'action' ? a.action.localeCompare(b.action) : a[by] - b[by]
    return sort.direction === 'up' ? order : -order
  })
  const duration = (id: 'p50Ms' | 'p90Ms' | 'p99Ms', label: string): Column<Pace> => ({
    id,
    label,
    align: 'end',
    width: '7rem',
    isSortable: true,
    cell: (row) => <Duration ms={row[id]} />,
  })
  const columns: Column<Pace>[] = [
    {
      id: 'action',
      label: t('operation'),
      isHeading: true,
      isSortable: true,
      width: 'minmax(12rem, 2fr)',
      cell: ({ action }) => <code className="font-mono text-sm">{action}</code>,
    },
    {
      id: 'count',
      label: t('count'),
      align: 'end',
      width: '7rem',
      isSortable: true,
      cell: ({ count }) => <Count value={count} />,
    },
    duration('p50Ms', t('p50')),
    duration('p90Ms', t('p90')),
    duration('p99Ms', t('p99')),
    {
      id: 'failed',
      label: t('failed'),
      align: 'end',
      width: '7rem',
      isSortable: true,
      cell: ({ failed }) => (failed > 0 ? <Badge tone="deny">{failed}</Badge> : <Count value={0} />),
    },
  ]
  return (
    <Card isFlush title={t('operationsTitle')} description={t('operationsText')}>
      <DataTable
        label={t('operationsTitle')}
        columns={columns}
        rows={rows}
        rowKey={({ action }) => action}
        sort={sort}
        onSortChange={setSort}
        empty={<EmptyState isSmall title={t('nothingAsked')} text={t('nothingAskedText')} />}
      />
    </Card>
  )
}
