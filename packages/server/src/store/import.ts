// Millions of tuples, by COPY. The source is cut into chunks; each chunk is one transaction: COPY into a staging table,
// then under the store's lock one revision that puts all of it, and how far the import has come. So what is in and what
// is said to be in are never different, and an import that was interrupted goes on where it was: the same id, the same
// source, and the tuples that are in already are skipped. Several imports of one store may run at the same time.

import type { Tuple } from '@lockness/authz'
import { AppError, assert } from '../errors.ts'
import type { Database, Transaction } from './database.ts'
import { encodeTuple, requireKey } from './write.ts'

export interface ImportOptions {
  readonly database: Database
  readonly storeId: string
  /** Names the import, so that it can be taken up again. */
  readonly importId: string
  /** In the same order whenever the import is taken up. */
  readonly tuples: AsyncIterable<Tuple> | Iterable<Tuple>
  readonly actor: string
  readonly reason?: string
  readonly newId: () => string
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  /** Of the source, with those of earlier runs. */
  readonly tuples: number
  readonly revision: number
}

/** A revision of this size is a body of 1 to 2 MB, and the lock is held for some tenths of a second. */
const CHUNK_TUPLES = 10_000
const CHUNK_MAX_MS = 120_000
const TRIES_MAX = 5
const LINE_BATCH = 500

/** Resolves when all of it is durable. A failure leaves whole chunks, and the same call again goes on after them. */
export async function importTuples(options: ImportOptions): Promise<ImportProgress> {
  const { database, storeId, importId, onProgress } = options
  const before = await selectProgress(database, storeId, importId)
  let progress: ImportProgress = { tuples: before, revision: 0 }
  let skip = before
  let chunk = new Map<string, Tuple>()
  let read = 0
  const write = async () => {
    if (read === 0) return
    progress = await writeChunk(options, [...chunk.values()], progress.tuples, read)
    onProgress?.(progress)
    chunk = new Map()
    read = 0
  }
  for await (const tuple of options.tuples) {
    if (skip > 0) {
      skip--
      continue
    }
    requireKey(tuple)
    // The last one of a key counts, as if they had been put one after the other.
    chunk.set(`${tuple.object}\0${tuple.relation}\0${tuple.subject}`, tuple)
    read++
    if (read === CHUNK_TUPLES) await write()
  }
  await write()
  if (skip > 0)
    throw new AppError(
      'invalid_input',
      `the import \`${importId}\` has come to tuple ${before}, the source ends before it`,
    )
  return progress
}

async function writeChunk(
  options: ImportOptions,
  chunk: readonly Tuple[],
  expected: number,
  read: number,
): Promise<ImportProgress> {
  for (let tries = 1; ; tries++) {
    try {
      return await options.database.transaction((tx) => stageAndAppend(tx, options, chunk, expected, read), {
        deadlineMs: CHUNK_MAX_MS,
      })
    } catch (error) {
      // Whatever became of the first try: if the chunk is in, the progress says so and the next one finds it moved.
      const isTransient = error instanceof AppError && error.code === 'unavailable' && error.detail.isFinal !== true
      if (!isTransient || tries === TRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tries))
      const now = await selectProgress(options.database, options.storeId, options.importId)
      if (now === expected + read) return { tuples: now, revision: 0 }
    }
  }
}

async function stageAndAppend(
  tx: Transaction,
  { storeId, importId, actor, reason, newId }: ImportOptions,
  chunk: readonly Tuple[],
  expected: number,
  read: number,
): Promise<ImportProgress> {
  await tx.copyIn(
    `copy lockness.import_stage (store_id, import_id, object, relation, subject, condition, context, expires_at_ms) from stdin`,
    stageLines(storeId, importId, chunk),
  )
  const [row] = await tx.query<{ status: string; revision: number; tuples: number }>(
    `select status, rev as revision, tuples from lockness.append_stage($1, $2, $3, $4, $5, $6, 'import', $7)`,
    [storeId, importId, expected, read, newId(), actor, reason ?? null],
  )
  assert(row, 'a chunk has an answer')
  if (row.status === 'done') return { tuples: row.tuples, revision: row.revision }
  if (row.status === 'unknown_store') throw new AppError('not_found', `there is no store \`${storeId}\``)
  const why =
    row.status === 'frozen'
      ? 'the store is frozen'
      : `another run of the import \`${importId}\` has come to tuple ${row.tuples}`
  throw new AppError(row.status === 'frozen' ? 'unavailable' : 'conflict', why, { detail: { isFinal: true } })
}

async function* stageLines(storeId: string, importId: string, chunk: readonly Tuple[]): AsyncGenerator<string> {
  const start = `${escapeField(storeId)}\t${escapeField(importId)}`
  for (let from = 0; from < chunk.length; from += LINE_BATCH) {
    let lines = ''
    for (const tuple of chunk.slice(from, from + LINE_BATCH)) {
      const { object, relation, subject, condition, context, expiresAt } = encodeTuple(tuple)
      const fields = [object, relation, subject, condition, context, expiresAt].map(escapeField)
      lines += `${start}\t${fields.join('\t')}\n`
    }
    yield lines
  }
}

/** COPY's text format. */
function escapeField(value: string | number | undefined): string {
  if (value === undefined) return '\\N'
  return String(value).replace(/[\\\n\r\t]/g, (char) => ESCAPES.get(char) ?? char)
}

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** Tuples of the source that are in. */
async function selectProgress(database: Database, storeId: string, importId: string): Promise<number> {
  const [row] = await database.query<{ tuples: number }>(
    'select tuples from lockness.import where store_id = $1 and id = $2',
    [storeId, importId],
  )
  return row?.tuples ?? 0
}
