// One line about the use of a relation.

import type { Translate } from '#messages/translate.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Count } from '#ui/count.tsx'
import type { Column } from '#ui/table-column.ts'
import { Day } from './day.tsx'
import type { RelationUse } from './usage-rows.ts'

export function relationColumns(
  t: Translate<'operations'>,
  onLook: (relation: RelationUse) => void,
): Column<RelationUse>[] {
  return [
    {
      id: 'relation',
      label: t('relation'),
      isHeading: true,
      width: 'minmax(14rem, 2fr)',
      cell: ({ type, relation }) => (
        <code className="break-all font-mono text-sm">
          <span className="text-muted">{type}#</span>
          {relation}
        </code>
      ),
    },
    { id: 'module', label: t('module'), width: '9rem', cell: ({ module }) => module ?? t('wholeModel') },
    {
      id: 'used',
      label: t('lastUsed'),
      align: 'end',
      width: '9rem',
      cell: ({ lastUsed }) =>
        lastUsed === null ? <Badge tone="cond">{t('neverUsed')}</Badge> : <Day day={lastUsed} />,
    },
    { id: 'uses', label: t('uses'), align: 'end', width: '6rem', cell: ({ uses }) => <Count value={uses} isCompact /> },
    {
      id: 'tuples',
      label: t('tuples'),
      width: '6rem',
      isActions: true,
      cell: (row) => (
        <Button
          size="small"
          kind="quiet"
          aria-label={t('unusedTuplesOf', { relation: `${row.type}#${row.relation}` })}
          onClick={(event) => {
            event.stopPropagation()
            onLook(row)
          }}
        >
          {t('tuples')}
        </Button>
      ),
    },
  ]
}
