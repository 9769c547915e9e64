// All tuples of a store at one revision, read by COPY: several times as fast as rows, for whoever wants millions of them
// and does not care for their order. Chunk by chunk along the index, so that no snapshot is held for long; what lasts is
// read first and what was closed since comes after it, so a tuple that is closed meanwhile comes at least once. One that
// comes twice is the same both times.

import type { Tuple } from '@lockness/authz'
import pg from 'pg'
import type { Database } from './database.ts'
import { readTuple } from './history.ts'
import type { TupleKey } from './write.ts'

const CHUNK_ROWS = 100_000
const CHUNK_MAX_MS = 60_000

const LASTING = 'until is null'

export async function* readTuplesInBulk(
  database: Pick<Database, 'copyOut'>,
  storeId: string,
  revision: number,
): AsyncGenerator<readonly Tuple[]> {
  for (const period of [LASTING, `until > ${revision}`]) {
    for (let after: TupleKey | undefined; ; ) {
      const chunk = await readChunk(database, copyStatement(storeId, revision, period, after))
      if (chunk.length > 0) yield chunk
      if (chunk.length < CHUNK_ROWS) break
      after = chunk.at(-1)
    }
  }
}

/** COPY takes no parameters. */
function copyStatement(storeId: string, revision: number, period: string, after: TupleKey | undefined): string {
  const key = after && [after.object, after.relation, after.subject].map((text) => pg.escapeLiteral(text)).join(', ')
  const isAfter = key ? ` and (object, relation, subject) > (${key})` : ''
  // What was closed has an index that says so; the planner is told by saying it too.
  const closed = period === LASTING ? '' : ' and until is not null'
  return `copy (
    select object, relation, subject, condition, context, expires_at_ms from lockness.tuple
    where store_id = ${pg.escapeLiteral(storeId)} and since <= ${revision} and ${period}${closed}${isAfter}
    order by object, relation, subject limit ${CHUNK_ROWS}) to stdout`
}

async function readChunk(database: Pick<Database, 'copyOut'>, statement: string): Promise<Tuple[]> {
  const tuples: Tuple[] = []
  let rest: Buffer = Buffer.alloc(0)
  await database.copyOut(
    statement,
    (bytes) => {
      const end = bytes.lastIndexOf(LINE_FEED) + 1
      if (end > 0) readLines(Buffer.concat([rest, bytes.subarray(0, end)]).toString('utf8'), tuples)
      rest = end > 0 ? bytes.subarray(end) : Buffer.concat([rest, bytes])
    },
    { deadlineMs: CHUNK_MAX_MS },
  )
  return tuples
}

const LINE_FEED = 10

/** Lines of COPY's text format, the last one ended. */
function readLines(text: string, tuples: Tuple[]): void {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const fields = text.slice(start, end).split('\t')
    const object = unescapeField(fields[0]!)
    const relation = unescapeField(fields[1]!)
    const subject = unescapeField(fields[2]!)
    const [condition, context, expiresAt] = fields
      .slice(3)
      .map((field) => (field === NULL ? null : unescapeField(field)))
    if (condition == null && expiresAt == null) tuples.push({ object, relation, subject })
    else {
      const expiresAtMs = expiresAt == null ? null : Number(expiresAt)
      tuples.push(
        readTuple({ object, relation, subject, condition: condition ?? null, context: context ?? null, expiresAtMs }),
      )
    }
    start = end + 1
  }
}

const NULL = '\\N'

function unescapeField(field: string): string {
  return field.includes('\\') ? field.replace(/\\(.)/g, (_, char: string) => ESCAPES.get(char) ?? char) : field
}

const ESCAPES = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])
