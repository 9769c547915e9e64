'use client'
// The rows that are left out: which, why, and what stands in them. As a file, to be mended and brought again.

import { Download } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Count } from '#ui/count.tsx'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { cell, saveFile } from '../save-file.ts'
import type { BadRow } from './read-rows.ts'
import type { Report } from './use-import.ts'

export function BadRows({ report }: { readonly report: Report }) {
  const t = useMessages('data')
  const { bad, badCount, rows } = report
  if (badCount === 0) return null
  const contents = contentsOf(report)
  const download = () => {
    const lines = bad.map(({ row, message }) => [row, message, contents.get(row) ?? ''].map(cell).join(','))
    saveFile('bad-rows.csv', [`${['row', 'reason', 'content'].join(',')}\n${lines.join('\n')}\n`], 'text/csv')
  }
  return (
    <Card
      className="mt-4"
      isFlush
      title={t('badTitle', { count: badCount })}
      description={
        bad.length < badCount ? t('badPartly', { count: bad.length }) : rows.format === 'csv' ? t('badText') : undefined
      }
      actions={
        <Button size="small" icon={<Download aria-hidden="true" />} onClick={download}>
          {t('badDownload')}
        </Button>
      }
    >
      <VirtualTable<BadRow>
        label={t('badTitle', { count: badCount })}
        count={bad.length}
        rowAt={(index) => bad[index]}
        rowKey={({ row }) => String(row)}
        className="max-h-96 border-line border-t"
        columns={[
          { id: 'row', label: t('badRow'), width: '6rem', isHeading: true, cell: ({ row }) => <Count value={row} /> },
          {
            id: 'why',
            label: t('badWhy'),
            width: 'minmax(14rem,1fr)',
            cell: ({ message }) => <span title={message}>{message}</span>,
          },
          {
            id: 'content',
            label: t('badContent'),
            width: 'minmax(14rem,1fr)',
            cell: ({ row }) => (
              <code className="font-mono text-muted text-xs" title={contents.get(row)}>
                {contents.get(row)}
              </code>
            ),
          },
        ]}
      />
    </Card>
  )
}

/** By row, of the bad ones. */
function contentsOf({ bad, rows }: Report): ReadonlyMap<number, string> {
  const wanted = new Set(bad.map(({ row }) => row))
  const found = new Map(bad.flatMap(({ row, content }) => (content === undefined ? [] : [[row, content] as const])))
  for (const [index, line] of rows.lines.entries())
    if (line !== '' && wanted.has(rows.rowOf(index))) found.set(rows.rowOf(index), line)
  return found
}
