// The log as it is read: rows of revisions, what their bodies say, and the proof that one follows from another.

import { hash } from 'node:crypto'
import type { Change, Tuple } from '@lockness/authz'
import { z } from 'zod'
import type { Database, Row } from './database.ts'

/** The bodies that this program understands. A revision of another format must not be skipped. */
export const LOG_FORMAT = 1

export interface LogRow {
  readonly revision: number
  readonly epoch: number
  readonly chain: Buffer
  readonly commitId: string
  readonly committedAtMs: number
  readonly format: number
  readonly body: string
  /** What the body says, where it was made of this here and now; whoever is given it need not read the text. */
  readonly said?: Said
}

/** What a body says. */
export interface Said {
  readonly actor: string
  readonly action: string
  readonly source: string
  readonly reason: string | undefined
  readonly model: { readonly id: string; readonly body: string } | undefined
  readonly change: Change
}

export interface LogEntry extends Said {
  readonly epoch: number
  readonly revision: number
  readonly chain: Buffer
  readonly committedAtMs: number
}

/** The hash that a row must have after a row with `previous`. */
export function nextChain(
  previous: Buffer,
  storeId: string,
  row: Pick<LogRow, 'epoch' | 'revision' | 'commitId' | 'body'>,
): Buffer {
  const { epoch, revision, commitId, body } = row
  const store = previous.length + Buffer.byteLength(storeId)
  // In one piece: to begin a hash costs more than what is hashed.
  const bytes = Buffer.allocUnsafe(store + FIXED_BYTES + Buffer.byteLength(body))
  bytes.set(previous, 0)
  bytes.write(storeId, previous.length, 'utf8')
  bytes.writeUInt8(0, store)
  bytes.writeInt32BE(epoch, store + 1)
  bytes.writeBigInt64BE(BigInt(revision), store + 5)
  bytes.write(commitId.replaceAll('-', ''), store + 13, 'hex')
  bytes.write(body, store + FIXED_BYTES, 'utf8')
  return hash('sha256', bytes, 'buffer')
}

/** Between the name of the store and the body: a zero, the epoch, the revision and the commit. */
const FIXED_BYTES = 1 + 4 + 8 + 16

/** The revisions after one, so many, or fewer: the last one is the first with which they have more bytes than wanted. */
export async function selectLog(
  database: Pick<Database, 'query'>,
  storeId: string,
  after: number,
  limit: number,
  bytes = Number.MAX_SAFE_INTEGER,
): Promise<LogRow[]> {
  return database.query<Row & LogRow>(
    `select rev as revision, epoch, chain, commit_id as "commitId", format, body,
       floor(extract(epoch from committed_at) * 1000)::bigint as "committedAtMs"
     from (
       select l.*, sum(octet_length(body)) over (order by rev) - octet_length(body) as bytes_before
       from (select * from lockness.store_log where store_id = $1 and rev > $2 order by rev limit $3) l
     ) b
     where bytes_before < $4 order by rev`,
    [storeId, after, limit, bytes],
  )
}

/** The hash of a revision; undefined where the log does not have it. */
export async function selectChain(
  database: Pick<Database, 'query'>,
  storeId: string,
  revision: number,
): Promise<Buffer | undefined> {
  const [row] = await database.query<{ chain: Buffer }>(
    'select chain from lockness.store_log where store_id = $1 and rev = $2',
    [storeId, revision],
  )
  return row?.chain
}

const Body = z.object({
  actor: z.string(),
  action: z.string(),
  source: z.string(),
  reason: z.string().optional(),
  model: z.object({ id: z.string(), body: z.string() }).optional(),
  removed: z.array(z.custom<Tuple>()),
  added: z.array(z.custom<Tuple>()),
})

/** What a row says. Its chain has been checked before, so its tuples are as they were written. */
export function readEntry({ body, said, epoch, revision, chain, committedAtMs }: LogRow): LogEntry {
  return { epoch, revision, chain, committedAtMs, ...(said ?? readBody(body)) }
}

function readBody(body: string): Said {
  const { actor, action, source, reason, model, removed, added } = Body.parse(JSON.parse(body))
  return { actor, action, source, reason, model, change: { removed, added } }
}
