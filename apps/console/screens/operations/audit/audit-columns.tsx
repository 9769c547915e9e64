// One line of the audit log.

import type { AuditRecord } from '@lockness/client'
import type { Translate } from '#messages/translate.ts'
import { Badge } from '#ui/badge.tsx'
import type { Column } from '#ui/table-column.ts'
import { Time } from '#ui/time.tsx'

type Names = Readonly<Record<string, string>>

export function auditColumns(t: Translate<'operations'>, names: Names): Column<AuditRecord>[] {
  return [
    {
      id: 'revision',
      label: t('revision'),
      width: '6rem',
      align: 'end',
      cell: ({ revision }) => <span className="font-mono text-faint text-xs tabular-nums">{revision}</span>,
    },
    {
      id: 'what',
      label: t('what'),
      isHeading: true,
      width: 'minmax(12rem, 1.2fr)',
      cell: (row) => (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <code className="font-mono text-sm">{row.action}</code>
          <Counts t={t} row={row} />
          {row.source !== 'api' && <Badge>{row.source}</Badge>}
        </span>
      ),
    },
    {
      id: 'why',
      label: t('why'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ reason }) =>
        reason === undefined ? (
          <span className="text-faint">{t('noReason')}</span>
        ) : (
          <span className="break-words @2xl:w-full @2xl:contain-inline-size">{reason}</span>
        ),
    },
    {
      id: 'who',
      label: t('who'),
      width: 'minmax(11rem, 1.2fr)',
      cell: ({ actor }) => <ActorName t={t} actor={actor} names={names} />,
    },
    { id: 'when', label: t('when'), align: 'end', width: '9rem', cell: ({ at }) => <Time at={at} /> },
  ]
}

function Counts({ t, row: { added, removed } }: { readonly t: Translate<'operations'>; readonly row: AuditRecord }) {
  return (
    <span className="inline-flex gap-1.5 font-mono text-xs tabular-nums">
      {added > 0 && (
        <span className="text-allow">
          <span className="sr-only">{t('tuplesAdded', { count: added })}</span>
          <span aria-hidden="true">+{added}</span>
        </span>
      )}
      {removed > 0 && (
        <span className="text-deny">
          <span className="sr-only">{t('tuplesRemoved', { count: removed })}</span>
          <span aria-hidden="true">−{removed}</span>
        </span>
      )}
    </span>
  )
}

export function ActorName({
  t,
  actor,
  names,
}: {
  readonly t: Translate<'operations'>
  readonly actor: string
  readonly names: Names
}) {
  const name = actor === 'system' ? t('theServer') : Object.hasOwn(names, actor) ? names[actor] : undefined
  return (
    <span className="flex min-w-0 flex-col @2xl:w-full @2xl:contain-inline-size">
      {name !== undefined && <span className="truncate font-medium">{name}</span>}
      <span className="truncate font-mono text-faint text-xs" title={actor}>
        {actor}
      </span>
    </span>
  )
}
