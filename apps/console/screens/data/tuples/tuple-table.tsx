'use client'
// Tuples, as many as there are: rows come as one scrolls, can be selected, and lead to the things that they are about.

import type { Tuple } from '@lockness/client'
import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import type { Column } from '#ui/table-column.ts'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { keyOf } from '../change/tuple-key.ts'
import { TupleTerms } from '../change/tuple-line.tsx'
import type { Pages } from '../use-pages.ts'
import { typeOf } from '../words.ts'
import { Thing, useLexicon } from '../words-context.tsx'

export interface TupleTableProps {
  readonly label: string
  readonly pages: Pages<Tuple>
  readonly empty: ReactNode
  /** Left out where all are about the same. */
  readonly hides?: 'object' | 'subject'
  readonly selected?: ReadonlySet<string> | undefined
  readonly onSelectedChange?: (selected: ReadonlySet<string>) => void
  readonly onOpen?: (tuple: Tuple) => void
  readonly onVisible: (first: number, last: number) => void
  readonly className?: string
}

export function TupleTable({ label, pages, empty, hides, className, ...rest }: TupleTableProps) {
  const columns = useColumns(hides)
  const { items, cursor } = pages
  return (
    <VirtualTable
      {...rest}
      label={label}
      columns={columns}
      count={cursor === undefined ? items.length : items.length + 1}
      rowAt={(index) => items[index]}
      rowKey={keyOf}
      empty={empty}
      className={className ?? 'max-h-[65dvh] rounded-lg border border-line bg-surface'}
    />
  )
}

function useColumns(hides: 'object' | 'subject' | undefined): readonly Column<Tuple>[] {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const subject: Column<Tuple> = {
    id: 'subject',
    label: t('columnWho'),
    width: 'minmax(11rem,1.2fr)',
    isHeading: true,
    cell: (tuple) => <Thing name={tuple.subject} />,
  }
  const relation: Column<Tuple> = {
    id: 'relation',
    label: t('columnRelation'),
    width: 'minmax(10rem,1fr)',
    cell: (tuple) => {
      const title = lexicon.relation(typeOf(tuple.object), tuple.relation)?.title
      return (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className={title === undefined ? 'truncate font-mono text-[0.94em]' : 'truncate'}>
            {title ?? tuple.relation}
          </span>
          {title !== undefined && <span className="truncate font-mono text-faint text-xs">{tuple.relation}</span>}
        </span>
      )
    },
  }
  const object: Column<Tuple> = {
    id: 'object',
    label: t('columnOn'),
    width: 'minmax(11rem,1.2fr)',
    ...(hides === 'subject' && { isHeading: true }),
    cell: (tuple) => <Thing name={tuple.object} />,
  }
  const terms: Column<Tuple> = {
    id: 'terms',
    label: t('columnTerms'),
    width: 'minmax(8rem,0.8fr)',
    cell: (tuple) => <TupleTerms tuple={tuple} />,
  }
  const all = [subject, relation, object, terms]
  return all.filter(({ id }) => id !== hides)
}
