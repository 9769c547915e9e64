'use client'
// Every version that the model ever had, the newest first, with the labels that stand for one. Any two can be compared, and an
// old one can be brought back: as a new version, so that history stays what it was.

import { GitCompareArrows, History, MoreHorizontal, Tags } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { useRefreshOnChange } from '#shell/live.tsx'
import { Badge } from '#ui/badge.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { TextLink } from '#ui/link.tsx'
import { Menu } from '#ui/menu.tsx'
import { Pagination } from '#ui/pagination.tsx'
import type { Column } from '#ui/table-column.ts'
import { Tag } from '#ui/tag.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { RollBack } from './roll-back.tsx'

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

export interface VersionsProps {
  readonly store: string
  readonly room: string
  readonly rows: readonly VersionRow[]
  readonly inForce: string | undefined
  /** Of the next page. */
  readonly cursor: string | undefined
  readonly isFirst: boolean
}

export function Versions({ store, room, rows, inForce, cursor, isFirst }: VersionsProps) {
  const t = useMessages('models')
  const client = useClient()
  const router = useRouter()
  const toast = useToast()
  useRefreshOnChange()
  const [labelling, setLabelling] = useState<VersionRow>()
  const [restoring, setRestoring] = useState<VersionRow>()
  const removeLabel = async (label: string, model: string) => {
    await client.label.remove({ store, label })
    router.refresh()
    toast({
      text: t('labelRemoved', { label }),
      onUndo: () => {
        client.label.set({ store, label, model }).then(() => router.refresh())
      },
    })
  }
  const columns: readonly Column<VersionRow>[] = [
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
          items={[
            {
              id: 'compare',
              label: t('compareWithInForce'),
              icon: <GitCompareArrows />,
              href: `${room}/versions/compare?from=${row.id}&to=${inForce ?? row.id}`,
              isDisabled: row.isInForce,
            },
            { id: 'label', label: t('setLabelDots'), icon: <Tags />, onSelect: () => setLabelling(row) },
            {
              id: 'restore',
              label: t('rollBackDots'),
              icon: <History />,
              startsGroup: true,
              isDisabled: row.isInForce,
              onSelect: () => setRestoring(row),
            },
          ]}
        />
      ),
    },
  ]
  return (
    <div className="grid gap-gap">
      <DataTable<VersionRow> label={t('tabVersions')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      {(!isFirst || cursor !== undefined) && (
        <Pagination
          label={t('tabVersions')}
          previous={isFirst ? undefined : `${room}/versions`}
          previousLabel={t('newest')}
          next={cursor === undefined ? undefined : `${room}/versions?cursor=${encodeURIComponent(cursor)}`}
        />
      )}
      {labelling && (
        <LabelDialog
          store={store}
          model={labelling.id}
          onDone={(label) => {
            setLabelling(undefined)
            router.refresh()
            toast({ text: t('labelSet', { label }) })
          }}
          onClose={() => setLabelling(undefined)}
        />
      )}
      {restoring && inForce !== undefined && (
        <RollBack
          store={store}
          to={restoring.id}
          from={inForce}
          onDone={() => {
            setRestoring(undefined)
            router.refresh()
            toast({ text: t('rolledBack') })
          }}
          onClose={() => setRestoring(undefined)}
        />
      )}
    </div>
  )
}
