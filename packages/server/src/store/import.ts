// Millions of tuples, by COPY. The source is cut into chunks; each chunk is one transaction: COPY into a temporary table,
// then under the store's lock one revision that puts all of it, and how far the import has come. So what is in and what
// is said to be in are never different, and an import that was interrupted goes on where it was: the same id, the same
// source, and the rows that are in already are skipped. Several imports of one store may run at the same time. While the
// database takes in one chunk, the next one is read.

import type { Tuple } from '@lockness/authz'
import { AppError, assert } from '../errors.ts'
import type { Database, Transaction } from './database.ts'
import { encodeTuple, requireTuple } from './write.ts'

export interface ImportOptions {
  readonly database: Database
  readonly storeId: string
  /** Names the import, so that it can be taken up again. */
  readonly importId: string
  /** In the same order whenever the import is taken up. */
  readonly rows: AsyncIterable<ImportRow> | Iterable<ImportRow>
  /** By the model in force; asked for each chunk. Absent: nothing is judged, and the store has no model. */
  readonly judge?: () => Promise<Judgement>
  /** A row that is wrong, or that the model does not allow, is told and passed over. Absent: it ends the import. */
  readonly onRefused?: (row: number, message: string) => void
  readonly actor: string
  readonly reason?: string
  readonly newId: () => string
  readonly onProgress?: (progress: ImportProgress) => void
}

/** Undefined: a row that stands for nothing. */
export type ImportRow = Tuple | WrongRow | undefined

export interface WrongRow {
  readonly wrong: string
}

export interface Judgement {
  readonly model: string | null
  /** Why the model does not allow it; undefined when it does. */
  refusal(tuple: Tuple): string | undefined
}

export interface ImportProgress {
  /** Rows of the source that are done with, those of earlier runs among them. */
  readonly rows: number
  readonly revision: number
}

/** A revision of this size is a body of 1 to 2 MB, and the lock is held for some tenths of a second. */
const CHUNK_ROWS = 10_000
const CHUNK_MAX_MS = 120_000
const TRIES_MAX = 5
const LINE_BATCH = 500
const ANALYZE_AFTER_ROWS = 50_000
const NOT_JUDGED: Judgement = { model: null, refusal: () => undefined }

interface Row {
  readonly row: number
  readonly tuple: Tuple
  readonly staged: StagedTuple
}

interface StagedTuple {
  /** As COPY takes it. */
  readonly line: string
  /** As it stands in the body of the revision. */
  readonly text: string
}

interface Chunk {
  /** The last one of a key counts, as if they had been put one after the other. */
  readonly rows: Map<string, Row>
  /** Those that were found wrong while they were read. */
  readonly wrong: Refused[]
  /** Rows of the source, with those that are no tuples, and the earlier ones of a key. */
  read: number
}

interface Refused {
  readonly row: number
  readonly message: string
}

/** Resolves when all of it is durable. A failure leaves whole chunks, and the same call again goes on after them. */
export async function importTuples(options: ImportOptions): Promise<ImportProgress> {
  const { database, storeId, importId, onProgress } = options
  const before = await selectProgress(database, storeId, importId)
  let progress: ImportProgress = { rows: before, revision: 0 }
  let writing: Promise<void> = Promise.resolve()
  let row = 0
  let chunk = newChunk()
  const write = async () => {
    await writing
    if (chunk.read === 0) return
    const full = chunk
    chunk = newChunk()
    writing = writeChunk(options, full, progress.rows).then((done) => {
      progress = done
      onProgress?.(done)
    })
    // It is waited for before the next one, or at the end; a failure until then is not an unhandled one.
    writing.catch(() => undefined)
  }
  try {
    for await (const each of options.rows) {
      if (++row <= before) continue
      addRow(chunk, row, each, options)
      if (++chunk.read === CHUNK_ROWS) await write()
    }
    await write()
  } finally {
    await writing
  }
  if (progress.rows - before >= ANALYZE_AFTER_ROWS) await analyze(database)
  if (row < before)
    throw new AppError(
      'invalid_input',
      `the import \`${importId}\` has come to row ${before}, the source ends before it`,
    )
  return progress
}

/** What is wrong with a row by itself; undefined for one that can be stored. */
export function whyNotStorable(row: Exclude<ImportRow, undefined>): string | undefined {
  const staged = stage(row)
  return 'wrong' in staged ? staged.wrong : undefined
}

function newChunk(): Chunk {
  return { rows: new Map(), wrong: [], read: 0 }
}

function addRow(chunk: Chunk, row: number, each: ImportRow, options: ImportOptions): void {
  if (each === undefined) return
  const staged = stage(each)
  if ('wrong' in staged) chunk.wrong.push(refuse(options, row, staged.wrong))
  else if (!('wrong' in each))
    chunk.rows.set(`${each.object}\0${each.relation}\0${each.subject}`, { row, tuple: each, staged })
}

function refuse({ onRefused }: ImportOptions, row: number, message: string): Refused {
  if (onRefused) return { row, message }
  throw new AppError('invalid_input', `row ${row}: ${message}`, { detail: { row } })
}

async function writeChunk(options: ImportOptions, chunk: Chunk, expected: number): Promise<ImportProgress> {
  const { read } = chunk
  for (let tries = 1; ; tries++) {
    try {
      const judgement = await (options.judge?.() ?? NOT_JUDGED)
      const { tuples, refused } = judged(options, judgement, chunk)
      const staged = { tuples, expected, read, judgedBy: judgement.model }
      const progress = await options.database.transaction((tx) => stageAndAppend(tx, options, staged), {
        deadlineMs: CHUNK_MAX_MS,
      })
      for (const { row, message } of refused) options.onRefused?.(row, message)
      return progress
    } catch (error) {
      // Whatever became of the first try: if the chunk is in, the progress says so and the next one finds it moved.
      const isTransient = error instanceof AppError && error.code === 'unavailable' && error.detail.isFinal !== true
      const hasMoved = error instanceof AppError && error.detail.reason === 'model_moved'
      if (!(isTransient || hasMoved) || tries === TRIES_MAX) throw error
      if (isTransient) await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tries))
      const now = await selectProgress(options.database, options.storeId, options.importId)
      if (now === expected + read) return { rows: now, revision: 0 }
    }
  }
}

function judged(
  options: ImportOptions,
  { refusal }: Judgement,
  { rows, wrong }: Chunk,
): { readonly tuples: readonly StagedTuple[]; readonly refused: readonly Refused[] } {
  const tuples: StagedTuple[] = []
  const refused = [...wrong]
  for (const { row, tuple, staged } of rows.values()) {
    const why = refusal(tuple)
    if (why === undefined) tuples.push(staged)
    else refused.push(refuse(options, row, why))
  }
  // In the order of their keys they go into neighbouring pages of the index.
  tuples.sort((a, b) => (a.line < b.line ? -1 : 1))
  return { tuples, refused: refused.sort((a, b) => a.row - b.row) }
}

interface Staged {
  readonly tuples: readonly StagedTuple[]
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
    linesOf(tuples),
  )
  const [row] = await tx.query<{ status: string; revision: number; tuples: number }>(
    'select status, rev as revision, tuples from lockness.append_stage($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      storeId,
      importId,
      judgedBy,
      expected,
      read,
      newId(),
      actor,
      reason ?? null,
      tuples.map(({ text }) => text).join(','),
    ],
  )
  assert(row, 'a chunk has an answer')
  switch (row.status) {
    case 'done':
      return { rows: row.tuples, revision: row.revision }
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

async function* linesOf(tuples: readonly StagedTuple[]): AsyncGenerator<string> {
  for (let from = 0; from < tuples.length; from += LINE_BATCH) {
    let lines = ''
    for (const { line } of tuples.slice(from, from + LINE_BATCH)) lines += line
    yield lines
  }
}

function stage(row: Tuple | WrongRow): StagedTuple | WrongRow {
  if ('wrong' in row) return row
  try {
    requireTuple(row)
    const { object, relation, subject, condition, context, expiresAt } = encodeTuple(row)
    const line = `${[object, relation, subject, condition, context, expiresAt].map(escapeField).join('\t')}\n`
    return { line, text: textOf(row) }
  } catch (error) {
    if (error instanceof AppError) return { wrong: error.message }
    throw error
  }
}

/** As the function `lockness.tuple_text` writes it. */
function textOf({ object, relation, subject, condition, expiresAt }: Tuple): string {
  return JSON.stringify({
    object,
    relation,
    subject,
    condition: condition && { name: condition.name, context: condition.context },
    expiresAt,
  })
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

/** Before PostgreSQL has seen what came in, it takes any index for as good as another; by itself it looks after a minute. */
async function analyze(database: Database): Promise<void> {
  try {
    await database.query('analyze lockness.tuple', [], { deadlineMs: CHUNK_MAX_MS })
  } catch (error) {
    // The import is done all the same, and the minute passes.
    if (!(error instanceof AppError)) throw error
  }
}

/** Rows of the source that are done with. */
async function selectProgress(database: Database, storeId: string, importId: string): Promise<number> {
  const [row] = await database.query<{ tuples: number }>(
    'select tuples from lockness.import where store_id = $1 and id = $2',
    [storeId, importId],
  )
  return row?.tuples ?? 0
}
