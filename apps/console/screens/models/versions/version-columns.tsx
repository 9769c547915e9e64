'use client'
// What is told of each version, and what can be done with it.

import { GitCompareArrows, History, MoreHorizontal, Tags } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { TextLink } from '#ui/link.tsx'
import { Menu, type MenuProps } from '#ui/menu.tsx'
import type { Column } from '#ui/table-column.ts'
import { Tag } from '#ui/tag.tsx'
import { Time } from '#ui/time.tsx'

export interface VersionRow {
  readonly id: string
  readonly revision: number
  readonly at: string
  readonly actor: string
  readonly reason: string | undefined
  readonly labels: readonly string[]
  readonly isInForce: boolean
  /** Modules that differ from the version before; undefined: it was written whole. */
  readonly changed: readonly string[] | undefined
}

export interface ColumnsOptions {
  readonly room: string
  readonly rows: readonly VersionRow[]
  readonly inForce: string | undefined
  readonly removeLabel: (label: string, model: string) => Promise<void>
  readonly onLabel: (row: VersionRow) => void
  readonly onRestore: (row: VersionRow) => void
}

export function useColumns(options: ColumnsOptions): readonly Column<VersionRow>[] {
  const { room, rows, inForce, removeLabel, onLabel, onRestore } = options
  const t = useMessages('models')
  const actionsOf = useActions({ room, inForce, onLabel, onRestore })
  return [
    {
      id: 'version',
      label: t('version'),
      isHeading: true,
      width: 'minmax(13rem, 1.5fr)',
      cell: ({ id, isInForce }) => (
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <TextLink
            href={`${room}/versions/compare?from=${isInForce ? (rows[1]?.id ?? id) : id}&to=${inForce ?? id}`}
            className="truncate font-mono"
          >
            {id}
          </TextLink>
          {isInForce && <Badge tone="accent">{t('inForce')}</Badge>}
        </span>
      ),
    },
    {
      id: 'when',
      label: t('since'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ at, revision }) => (
        <span>
          <Time at={at} /> <span className="text-muted text-xs">{t('revision', { revision: String(revision) })}</span>
        </span>
      ),
    },
    {
      id: 'what',
      label: t('whatAndWhy'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ changed, reason, actor }) => (
        <span className="min-w-0">
          <span className="block truncate">
            {changed === undefined ? t('whole') : changed.length === 0 ? t('diffSame') : changed.join(', ')}
          </span>
          <span className="block truncate text-muted text-xs">
            {t('byWhom', { name: actor })}
            {reason !== undefined && ` · ${reason}`}
          </span>
        </span>
      ),
    },
    {
      id: 'labels',
      label: t('labels'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ labels, id }) => (
        <span className="flex flex-wrap gap-1">
          {labels.map((label) => (
            <Tag key={label} isMono onRemove={() => removeLabel(label, id)} removeLabel={t('removeLabel', { label })}>
              {label}
            </Tag>
          ))}
        </span>
      ),
    },
    {
      id: 'actions',
      label: t('actions'),
      isActions: true,
      width: '3rem',
      cell: (row) => (
        <Menu
          align="end"
          trigger={
            <IconButton kind="quiet" size="small" label={t('actionsOf', { id: row.id })} icon={<MoreHorizontal />} />
          }
          items={actionsOf(row)}
        />
      ),
    },
  ]
}

function useActions({
  room,
  inForce,
  onLabel,
  onRestore,
}: Pick<ColumnsOptions, 'room' | 'inForce' | 'onLabel' | 'onRestore'>) {
  const t = useMessages('models')
  return (row: VersionRow): MenuProps['items'] => [
    {
      id: 'compare',
      label: t('compareWithInForce'),
      icon: <GitCompareArrows />,
      href: `${room}/versions/compare?from=${row.id}&to=${inForce ?? row.id}`,
      isDisabled: row.isInForce,
    },
    { id: 'label', label: t('setLabelDots'), icon: <Tags />, onSelect: () => onLabel(row) },
    {
      id: 'restore',
      label: t('rollBackDots'),
      icon: <History />,
      startsGroup: true,
      isDisabled: row.isInForce,
      onSelect: () => onRestore(row),
    },
  ]
}
