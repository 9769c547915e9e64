'use client'
// The nodes of the installation, and how far this one has come with each store that it holds.

import type { NodeListOutput, SystemReadOutput } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Count } from '#ui/count.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Duration } from '#ui/duration.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import type { Column } from '#ui/table-column.ts'
import { Time } from '#ui/time.tsx'

type Node = NodeListOutput['items'][number]
type Held = SystemReadOutput['stores'][number]

export interface NodeTableProps {
  readonly nodes: Tried<NodeListOutput>
  readonly system: SystemReadOutput | undefined
  readonly storeNames: Readonly<Record<string, string>>
}

export function NodeTable({ nodes, system, storeNames }: NodeTableProps) {
  const t = useMessages('operations')
  return (
    <div className="flex flex-col gap-3">
      <Card isFlush title={t('nodes')} description={t('nodesText')}>
        {'failure' in nodes ? (
          <FailureState isSmall failure={nodes.failure} needs="can_read on system:lockness" />
        ) : (
          <DataTable
            label={t('nodes')}
            columns={nodeColumns(t)}
            rows={nodes.value.items}
            rowKey={({ id }) => id}
            empty={<EmptyState isSmall title={t('noNodes')} text={t('noNodesText')} />}
          />
        )}
      </Card>
      {system && (
        <Card isFlush title={t('held')} description={t('heldText')}>
          <DataTable
            label={t('held')}
            columns={heldColumns(t, storeNames)}
            rows={system.stores}
            rowKey={({ storeId }) => storeId}
            empty={<EmptyState isSmall title={t('noneHeld')} text={t('noneHeldText')} />}
          />
        </Card>
      )}
    </div>
  )
}

type Translate = ReturnType<typeof useMessages<'operations'>>

function nodeColumns(t: Translate): Column<Node>[] {
  return [
    {
      id: 'node',
      label: t('node'),
      isHeading: true,
      width: 'minmax(10rem, 1fr)',
      cell: ({ host, id, isThis }) => (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 @2xl:w-full @2xl:contain-inline-size">
          <span className="font-medium">{host}</span>
          {isThis && <Badge tone="accent">{t('thisNode')}</Badge>}
          <span className="truncate font-mono text-faint text-xs">{id}</span>
        </span>
      ),
    },
    { id: 'state', label: t('state'), width: '6rem', cell: (node) => <NodeState node={node} /> },
    {
      id: 'threads',
      label: t('threads'),
      align: 'end',
      width: '5rem',
      cell: ({ threads, threadsUp }) => t('threadsOf', { up: threadsUp, all: threads }),
    },
    {
      id: 'behind',
      label: t('behind'),
      align: 'end',
      width: '8rem',
      cell: ({ behind }) => t('revisions', { count: behind }),
    },
    {
      id: 'staleness',
      label: t('staleness'),
      align: 'end',
      width: '8rem',
      cell: ({ stalenessMs }) => <Duration ms={stalenessMs} />,
    },
    { id: 'seen', label: t('lastSeen'), align: 'end', width: '8rem', cell: ({ seenAt }) => <Time at={seenAt} /> },
    {
      id: 'started',
      label: t('started'),
      align: 'end',
      width: '8rem',
      cell: ({ startedAt, version }) => (
        <span className="inline-flex flex-wrap items-baseline justify-end gap-x-2">
          <Time at={startedAt} />
          <span className="font-mono text-faint text-xs">{version}</span>
        </span>
      ),
    },
  ]
}

function NodeState({ node: { state, ready } }: { readonly node: Node }) {
  const t = useMessages('operations')
  if (state === 'silent') return <Badge tone="deny">{t('silent')}</Badge>
  return ready === true ? <Badge tone="allow">{t('ready')}</Badge> : <Badge tone="cond">{ready}</Badge>
}

function heldColumns(t: Translate, names: Readonly<Record<string, string>>): Column<Held>[] {
  return [
    {
      id: 'store',
      label: t('store'),
      isHeading: true,
      width: 'minmax(10rem, 1fr)',
      cell: ({ storeId }) => <StoreName id={storeId} names={names} />,
    },
    {
      id: 'revision',
      label: t('revision'),
      align: 'end',
      width: '8rem',
      cell: ({ revision }) => <Count value={revision} />,
    },
    { id: 'epoch', label: t('epoch'), align: 'end', width: '5rem', cell: ({ epoch }) => <Count value={epoch} /> },
    {
      id: 'staleness',
      label: t('staleness'),
      align: 'end',
      width: '8rem',
      cell: ({ stalenessMs }) => <Duration ms={stalenessMs} />,
    },
    {
      id: 'chain',
      label: t('hash'),
      align: 'end',
      width: '11rem',
      cell: ({ chain }) => (
        <span className="inline-flex items-center gap-1">
          <code className="font-mono text-faint text-xs" title={chain}>
            {chain.slice(0, 12)}…
          </code>
          <CopyButton text={chain} label={t('copyHash')} />
        </span>
      ),
    },
  ]
}

const SYSTEM_STORE = 'lockness'

export function StoreName({ id, names }: { readonly id: string; readonly names: Readonly<Record<string, string>> }) {
  const t = useMessages('operations')
  if (id === SYSTEM_STORE) return <span className="font-medium">{t('systemStore')}</span>
  const name = Object.hasOwn(names, id) ? names[id] : undefined
  return (
    <span className="inline-flex min-w-0 items-baseline gap-2 @2xl:w-full @2xl:contain-inline-size">
      <TextLink href={`/s/${encodeURIComponent(id)}`} className="font-medium">
        {name ?? id}
      </TextLink>
      {name !== undefined && <span className="truncate font-mono text-faint text-xs">{id}</span>}
    </span>
  )
}
