// Millions of tuples, by COPY. The source is cut into chunks; each chunk is one transaction: COPY into a temporary table,
// then under the store's lock one revision that puts all of it, and how far the import has come. So what is in and what
// is said to be in are never different, and an import that was interrupted goes on where it was: the same id, the same
// source, and the rows that are in already are skipped. Several imports of one store may run at the same time. While the
// database takes in one chunk, the next one is read.

import type { Tuple } from '@lockness/authz'
import { AppError, assert } from '../errors.ts'
import type { Database, Transaction } from './database.ts'
import { encodeTuple, requireKey } from './write.ts'

export interface ImportOptions {
  readonly database: Database
  readonly storeId: string
  /** Names the import, so that it can be taken up again. */
  readonly importId: string
  /** In the same order whenever the import is taken up. Undefined: a row that is no tuple; it is passed over. */
  readonly tuples: AsyncIterable<Tuple | undefined> | Iterable<Tuple | undefined>
  /** By the model in force. Asked again when it has moved. Absent: nothing is judged, and the store has no model. */
  readonly judge?: () => Promise<Judgement>
  /** Of a tuple that the model does not allow, by the row of the source, from 1. It is passed over unless this throws. */
  readonly onRefused?: (row: number, message: string) => void
  readonly actor: string
  readonly reason?: string
  readonly newId: () => string
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface Judgement {
  readonly model: string | null
  /** Why the model does not allow it; undefined when it does. */
  refusal(tuple: Tuple): string | undefined
}

export interface ImportProgress {
  /** Rows of the source that are done with, those of earlier runs among them. */
  readonly tuples: number
  readonly revision: number
}

/** A revision of this size is a body of 1 to 2 MB, and the lock is held for some tenths of a second. */
const CHUNK_TUPLES = 10_000
const CHUNK_MAX_MS = 120_000
const TRIES_MAX = 5
const LINE_BATCH = 500
const NOT_JUDGED: Judgement = { model: null, refusal: () => undefined }

interface Row {
  readonly row: number
  readonly tuple: Tuple
}

interface Chunk {
  /** The last one of a key counts, as if they had been put one after the other. */
  readonly rows: Map<string, Row>
  /** With those that are no tuples, and the earlier ones of a key. */
  read: number
}

/** Resolves when all of it is durable. A failure leaves whole chunks, and the same call again goes on after them. */
export async function importTuples(options: ImportOptions): Promise<ImportProgress> {
  const { database, storeId, importId, onProgress } = options
  const before = await selectProgress(database, storeId, importId)
  let progress: ImportProgress = { tuples: before, revision: 0 }
  let writing: Promise<void> = Promise.resolve()
  let row = 0
  let chunk: Chunk = { rows: new Map(), read: 0 }
  const write = async () => {
    await writing
    if (chunk.read === 0) return
    const full = chunk
    chunk = { rows: new Map(), read: 0 }
    writing = writeChunk(options, full, progress.tuples).then((done) => {
      progress = done
      onProgress?.(done)
    })
    // It is waited for before the next one, or at the end; a failure until then is not an unhandled one.
    writing.catch(() => undefined)
  }
  try {
    for await (const tuple of options.tuples) {
      if (++row <= before) continue
      if (tuple) addRow(chunk, { row, tuple })
      if (++chunk.read === CHUNK_TUPLES) await write()
    }
    await write()
  } finally {
    await writing
  }
  if (row < before)
    throw new AppError(
      'invalid_input',
      `the import \`${importId}\` has come to row ${before}, the source ends before it`,
    )
  return progress
}

function addRow({ rows }: Chunk, row: Row): void {
  const { tuple } = row
  requireKey(tuple)
  rows.set(`${tuple.object}\0${tuple.relation}\0${tuple.subject}`, row)
}

async function writeChunk(options: ImportOptions, { rows, read }: Chunk, expected: number): Promise<ImportProgress> {
  for (let tries = 1; ; tries++) {
    try {
      const judgement = await (options.judge?.() ?? NOT_JUDGED)
      const tuples = allowed(judgement, rows.values(), options)
      return await options.database.transaction(
        (tx) => stageAndAppend(tx, options, { tuples, expected, read, judgedBy: judgement.model }),
        { deadlineMs: CHUNK_MAX_MS },
      )
    } catch (error) {
      // Whatever became of the first try: if the chunk is in, the progress says so and the next one finds it moved.
      const isTransient = error instanceof AppError && error.code === 'unavailable' && error.detail.isFinal !== true
      const hasMoved = error instanceof AppError && error.detail.reason === 'model_moved'
      if (!(isTransient || hasMoved) || tries === TRIES_MAX) throw error
      if (isTransient) await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tries))
      const now = await selectProgress(options.database, options.storeId, options.importId)
      if (now === expected + read) return { tuples: now, revision: 0 }
    }
  }
}

function allowed({ refusal }: Judgement, rows: Iterable<Row>, { onRefused }: ImportOptions): Tuple[] {
  const tuples: Tuple[] = []
  for (const { row, tuple } of rows) {
    const why = refusal(tuple)
    if (why === undefined) tuples.push(tuple)
    else onRefused?.(row, why)
  }
  return tuples
}

interface Staged {
  readonly tuples: readonly Tuple[]
  readonly expected: number
  readonly read: number
  readonly judgedBy: string | null
}

async function stageAndAppend(
  tx: Transaction,
  { storeId, importId, actor, reason, newId }: ImportOptions,
  { tuples, expected, read, judgedBy }: Staged,
): Promise<ImportProgress> {
  await tx.query(
    `create temporary table lockness_stage (object text collate "C", relation text collate "C", subject text collate "C",
       condition text, context text, expires_at_ms bigint) on commit drop`,
  )
  await tx.copyIn(
    `copy pg_temp.lockness_stage (object, relation, subject, condition, context, expires_at_ms) from stdin`,
    stageLines(tuples),
  )
  const [row] = await tx.query<{ status: string; revision: number; tuples: number }>(
    'select status, rev as revision, tuples from lockness.append_stage($1, $2, $3, $4, $5, $6, $7, $8)',
    [storeId, importId, judgedBy, expected, read, newId(), actor, reason ?? null],
  )
  assert(row, 'a chunk has an answer')
  switch (row.status) {
    case 'done':
      return { tuples: row.tuples, revision: row.revision }
    case 'unknown_store':
      throw new AppError('not_found', `there is no store \`${storeId}\``)
    case 'frozen':
      throw new AppError('unavailable', `the store \`${storeId}\` is frozen`, { detail: { isFinal: true } })
    case 'model_moved':
      throw new AppError('conflict', 'the model moved while the tuples were imported', {
        detail: { reason: 'model_moved' },
      })
    default:
      throw new AppError('conflict', `another run of the import \`${importId}\` has come to row ${row.tuples}`)
  }
}

async function* stageLines(tuples: readonly Tuple[]): AsyncGenerator<string> {
  for (let from = 0; from < tuples.length; from += LINE_BATCH) {
    let lines = ''
    for (const tuple of tuples.slice(from, from + LINE_BATCH)) {
      const { object, relation, subject, condition, context, expiresAt } = encodeTuple(tuple)
      lines += `${escapeField(object)}\t${escapeField(relation)}\t${escapeField(subject)}\t${escapeField(condition)}\t${escapeField(context)}\t${escapeField(expiresAt)}\n`
    }
    yield lines
  }
}

/** COPY's text format. */
function escapeField(value: string | number | undefined): string {
  if (value === undefined) return '\\N'
  const text = String(value)
  return /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (char) => ESCAPES.get(char) ?? char) : text
}

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** Rows of the source that are done with. */
async function selectProgress(database: Database, storeId: string, importId: string): Promise<number> {
  const [row] = await database.query<{ tuples: number }>(
    'select tuples from lockness.import where store_id = $1 and id = $2',
    [storeId, importId],
  )
  return row?.tuples ?? 0
}
