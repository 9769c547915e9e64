'use client'

// Tables and trees, as the showcase has them: a few rows, none, none yet, and a million.

import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { Card } from '../card.tsx'
import { Count } from '../count.tsx'
import { DataTable } from '../data-table.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Entity } from '../entity.tsx'
import { IconButton } from '../icon-button.tsx'
import { Menu } from '../menu.tsx'
import { Pagination } from '../pagination.tsx'
import type { Column, Sort } from '../table-column.ts'
import { Time } from '../time.tsx'
import { Tree } from '../tree.tsx'
import type { TreeNode } from '../tree-rows.ts'
import { VirtualTable } from '../virtual-table.tsx'
import { PEOPLE, type Person } from './people.ts'
import { Specimen, Specimens } from './specimen.tsx'

export function Lists({ now }: { readonly now: number }) {
  return (
    <Specimens>
      <Specimen name="data-table" isWide>
        <People now={now} />
      </Specimen>
      <Specimen name="data-table: loading">
        <Card isFlush>
          <DataTable label="People, on their way" columns={[]} rows={[]} rowKey={() => ''} isLoading />
        </Card>
      </Specimen>
      <Specimen name="data-table: empty">
        <Card isFlush>
          <DataTable
            label="Nobody"
            columns={[]}
            rows={[]}
            rowKey={() => ''}
            empty={
              <EmptyState
                isSmall
                title="Nobody has this role yet"
                text="Give it to somebody, or to a team."
                actions={<Button kind="primary">Give role</Button>}
              />
            }
          />
        </Card>
      </Specimen>
      <Specimen name="virtual-table: a million rows" isWide>
        <Million />
      </Specimen>
      <Specimen name="tree">
        <Catalogue />
      </Specimen>
      <Specimen name="tree: 5,000 nodes">
        <LargeTree />
      </Specimen>
    </Specimens>
  )
}

function People({ now }: { readonly now: number }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['user:bo']))
  const [sort, setSort] = useState<Sort>({ column: 'checks', direction: 'down' })
  const [opened, setOpened] = useState<string>()
  const sign = sort.direction === 'up' ? 1 : -1
  const rows = PEOPLE.toSorted((a, b) => sign * (sort.column === 'checks' ? a.checks - b.checks : b.agoMs - a.agoMs))
  const columns: readonly Column<Person>[] = [
    {
      id: 'who',
      label: 'Person',
      isHeading: true,
      width: 'minmax(14rem, 2fr)',
      cell: ({ id, name }) => <Entity type="user" id={id} name={name} />,
    },
    { id: 'role', label: 'Role', cell: ({ role }) => role },
    { id: 'seen', label: 'Last used', isSortable: true, cell: ({ agoMs }) => <Time at={now - agoMs} /> },
    {
      id: 'checks',
      label: 'Checks',
      align: 'end',
      isSortable: true,
      width: '7rem',
      cell: ({ checks }) => <Count value={checks} />,
    },
    {
      id: 'actions',
      label: 'Actions',
      isActions: true,
      width: '2.5rem',
      cell: ({ name }) => (
        <Menu
          align="end"
          trigger={<IconButton size="small" label={`More for ${name}`} icon={<MoreHorizontal />} />}
          items={[
            { id: 'why', label: 'Why' },
            { id: 'take', label: 'Take the role', isDangerous: true },
          ]}
        />
      ),
    },
  ]
  return (
    <Card title="Label roles" description={opened ? `Opened: ${opened}` : 'Aurora Records'} isFlush>
      <DataTable
        label="Label roles"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        selected={selected}
        onSelectedChange={setSelected}
        sort={sort}
        onSortChange={setSort}
        onOpen={({ name }) => setOpened(name)}
      />
      <Pagination label="Pages of roles" previous={undefined} next={() => {}}>
        {selected.size} of {rows.length} selected
      </Pagination>
    </Card>
  )
}

const MILLION = 1_000_000
const NUMBERED: readonly Column<number>[] = [
  {
    id: 'id',
    label: 'Track',
    isHeading: true,
    cell: (index) => <Entity type="track" icon="music" id={`track:${index}`} name={`Track ${index}`} />,
  },
  { id: 'place', label: 'Place', align: 'end', width: '8rem', cell: (index) => <Count value={index} /> },
]

function Million() {
  const [opened, setOpened] = useState<number>()
  return (
    <Card title="Tracks" description={opened === undefined ? 'Some have not come yet.' : `Opened: ${opened}`} isFlush>
      <VirtualTable
        label="Tracks"
        columns={NUMBERED}
        count={MILLION}
        rowAt={(index) => (index % 1_000 > 990 ? undefined : index)}
        rowKey={String}
        onOpen={setOpened}
        className="h-72"
      />
    </Card>
  )
}

const CATALOGUE: readonly TreeNode<string>[] = [
  {
    id: 'aurora',
    value: 'Aurora Records',
    children: [
      {
        id: 'north',
        value: 'North',
        children: [
          { id: 'midnight', value: 'Midnight Sun' },
          { id: 'ice', value: 'Ice and Salt' },
        ],
      },
      { id: 'jazz', value: 'Jazz', children: [] },
    ],
  },
  { id: 'brine', value: 'Brine', children: [{ id: 'deep', value: 'Deep Water' }] },
]

function Catalogue() {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(['aurora', 'north']))
  const [selected, setSelected] = useState('midnight')
  return (
    <Tree
      label="Catalogue"
      nodes={CATALOGUE}
      expanded={expanded}
      onExpandedChange={setExpanded}
      selected={selected}
      onSelect={({ id }) => setSelected(id)}
      renderNode={(name) => <span className="truncate">{name}</span>}
      textOf={(name) => name}
    />
  )
}

const LARGE: readonly TreeNode<string>[] = Array.from({ length: 50 }, (_, label) => ({
  id: `l${label}`,
  value: `Label ${label}`,
  children: Array.from({ length: 100 }, (_, track) => ({ id: `l${label}t${track}`, value: `Track ${track}` })),
}))
const ALL_LABELS: ReadonlySet<string> = new Set(LARGE.map(({ id }) => id))

function LargeTree() {
  const [expanded, setExpanded] = useState(ALL_LABELS)
  return (
    <Tree
      label="Large catalogue"
      nodes={LARGE}
      expanded={expanded}
      onExpandedChange={setExpanded}
      renderNode={(name) => <span className="truncate">{name}</span>}
      textOf={(name) => name}
    />
  )
}
