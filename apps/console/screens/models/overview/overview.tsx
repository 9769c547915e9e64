'use client'
// The modules of a store: whose they are, what is in them, when they last changed and were last needed.

import { SquarePen } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { useRefreshOnChange } from '#shell/live.tsx'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { CodeBlock } from '#ui/code-block.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { KeyValueList } from '#ui/key-value.tsx'
import { LinkButton, TextLink } from '#ui/link.tsx'
import type { Column } from '#ui/table-column.ts'
import { Tag } from '#ui/tag.tsx'
import { Time } from '#ui/time.tsx'

export interface ModuleRow {
  readonly module: string
  readonly types: number
  readonly relations: number
  readonly files: number
  readonly pushedBy: string
  readonly at: string
  /** Keys that may push this module and no other. */
  readonly owners: readonly string[]
  /** A day; null: no use is known; undefined: it cannot be told. */
  readonly lastUsed: string | null | undefined
}

export interface OverviewProps {
  readonly room: string
  readonly model: {
    readonly id: string
    readonly revision: number
    readonly at: string
    readonly actor: string
    readonly reason: string | undefined
    readonly labels: readonly string[]
    readonly types: number
    readonly relations: number
  }
  readonly modules: readonly ModuleRow[]
  /** Of a model that was written whole. */
  readonly text: string | undefined
}

export function Overview({ room, model, modules, text }: OverviewProps) {
  const t = useMessages('models')
  useRefreshOnChange()
  return (
    <div className="grid gap-6">
      <Card>
        <KeyValueList
          facts={[
            {
              label: t('inForce'),
              value: (
                <span className="flex flex-wrap items-center gap-2">
                  <TextLink href={`${room}/versions`} className="font-mono">
                    {model.id}
                  </TextLink>
                  {model.labels.map((label) => (
                    <Tag key={label} isMono>
                      {label}
                    </Tag>
                  ))}
                </span>
              ),
            },
            {
              label: t('since'),
              value: (
                <span>
                  <Time at={model.at} isFocusable /> · {t('byWhom', { name: model.actor })}
                  {model.reason !== undefined && ` · ${model.reason}`}
                </span>
              ),
            },
            { label: t('holds'), value: t('typesAndRelations', { types: model.types, relations: model.relations }) },
          ]}
        />
      </Card>
      {text === undefined ? (
        <Card title={t('modules')} isFlush>
          <DataTable<ModuleRow>
            label={t('modules')}
            columns={columns(t, room)}
            rows={modules}
            rowKey={({ module }) => module}
          />
        </Card>
      ) : (
        <Card
          title={t('writtenWhole')}
          description={t('writtenWholeText')}
          actions={
            <LinkButton href={`${room}/edit`} icon={<SquarePen />}>
              {t('edit')}
            </LinkButton>
          }
        >
          <CodeBlock label={t('modelText')} code={text} copyLabel={t('copyModel')} />
        </Card>
      )}
    </div>
  )
}

function columns(t: ReturnType<typeof useMessages<'models'>>, room: string): readonly Column<ModuleRow>[] {
  return [
    {
      id: 'module',
      label: t('module'),
      isHeading: true,
      width: 'minmax(7rem, 1fr)',
      cell: ({ module }) => (
        <TextLink href={`${room}/edit?file=${encodeURIComponent(`${module}/model.fga`)}`} className="font-medium">
          {module}
        </TextLink>
      ),
    },
    {
      id: 'owner',
      label: t('owner'),
      width: 'minmax(9rem, 1.2fr)',
      cell: ({ owners }) =>
        owners.length === 0 ? <span className="text-muted">{t('ownedByStore')}</span> : owners.join(', '),
    },
    {
      id: 'holds',
      label: t('holds'),
      width: 'minmax(11rem, 1.2fr)',
      cell: ({ types, relations }) => (
        <span className="text-muted">{t('typesAndRelations', { types, relations })}</span>
      ),
    },
    {
      id: 'changed',
      label: t('lastPush'),
      width: 'minmax(11rem, 1.3fr)',
      cell: ({ at, pushedBy }) => (
        <span className="min-w-0">
          <Time at={at} /> <span className="text-muted">{t('byWhom', { name: pushedBy })}</span>
        </span>
      ),
    },
    {
      id: 'used',
      label: t('lastUsed'),
      width: 'minmax(7rem, 0.8fr)',
      cell: ({ lastUsed }) => {
        if (lastUsed === undefined) return <span className="text-faint">–</span>
        return lastUsed === null ? <Badge>{t('neverUsed')}</Badge> : <Time at={lastUsed} />
      },
    },
  ]
}
