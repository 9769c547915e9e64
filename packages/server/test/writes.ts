// A small notation for writes, what is live after them, and the invariants that hold after every one.

import type { Tuple } from '@lockness/authz'
import { expect } from 'vitest'
import type { Database } from '../src/store/database.ts'
import type { TupleChange, Write } from '../src/store/write.ts'

/** `+doc:1#viewer@user:a` adds, `=` puts, `-` removes, `~` clears. */
export function changes(...texts: string[]): TupleChange[] {
  return texts.map((text) => {
    const tuple = parse(text.slice(1))
    const ops = { '+': 'add', '=': 'put', '-': 'remove', '~': 'clear' } as const
    const op = ops[text[0] as keyof typeof ops]
    return { op, tuple }
  })
}

export function parse(text: string): Tuple {
  const [, object = '', relation = '', subject = ''] = /^(.*?)#(.*?)@(.*)$/.exec(text) ?? []
  return { object, relation, subject }
}

export function write(texts: string[], more: Partial<Write> = {}): Write {
  return { changes: changes(...texts), actor: 'user:tester', action: 'tuple.write', source: 'test', ...more }
}

export async function live(database: Database, storeId: string): Promise<string[]> {
  const rows = await database.query<{ text: string }>(
    `select object || '#' || relation || '@' || subject as text from lockness.tuple where store_id = $1 and until is null order by 1`,
    [storeId],
  )
  return rows.map(({ text }) => text)
}

/** I2 and I14: no gap, head = log, one audit record each, and the chain recomputes. */
export async function expectSound(database: Database, storeId: string): Promise<number> {
  const [row] = await database.query<{
    rev: number
    log: number
    audits: number
    broken: number
    head: boolean
  }>(
    `with chained as (
       select l.*, lag(l.chain) over (order by rev) as previous, row_number() over (order by rev) as place
       from lockness.store_log l where store_id = $1)
     select h.rev, (select count(*) from chained) as log, (select count(*) from lockness.audit a where a.store_id = $1) as audits,
       (select count(*) from chained c where c.rev <> c.place or c.previous is not null
         and c.chain <> lockness.next_chain(c.previous, c.store_id, c.epoch, c.rev, c.commit_id, c.body)) as broken,
       h.rev = 0 or h.chain = (select chain from chained where rev = h.rev) as head
     from lockness.store_head h where h.store_id = $1`,
    [storeId],
  )
  expect(row).toEqual({ rev: row?.rev, log: row?.rev, audits: row?.rev, broken: 0, head: true })
  return row?.rev ?? -1
}
