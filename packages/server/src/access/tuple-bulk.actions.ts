// Many tuples: out as a stream at one revision, in as a stream in many revisions, and away by a filter. The long ones tell
// how far they have come, and can be taken up again where they ended. Before each piece it is asked anew whether the actor
// may: a key that is revoked does not read or write on for minutes.

import type { Tuple } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, job, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { Streamed } from '../http/stream.ts'
import { countTuples, nextTuples } from '../store/delete.ts'
import { openSnapshot, type Snapshot } from '../store/export.ts'
import { type ImportRow, importTuples, type Judgement, whyNotStorable } from '../store/import.ts'
import { selectChain } from '../store/log.ts'
import { selectHead } from '../store/stores.ts'
import { formatToken } from '../store/token.ts'
import type { TupleKey } from '../store/write.ts'
import { deleteLine, exportLine, importLine } from './line-output.ts'
import { linesOf, NDJSON, telling } from './ndjson.ts'
import { type AccessParts, showRevision } from './parts.ts'
import { onStore, reasonInput, storeName } from './store-input.ts'
import { readFilter, tupleFilterInput } from './tuple-input.ts'
import { judgeFor } from './tuple-judge.ts'
import { readRow } from './tuple-rows.ts'

const BATCH_TUPLES = 10_000
/** Bad rows that are told one by one; of the others only how many there are. */
const BAD_ROWS_TOLD_MAX = 1_000
const PATIENCE = { remainingMs: () => 60_000 }

const importInput = z.strictObject({
  store: storeName,
  import: z.string().min(1).max(200).meta({ description: 'Names the import: the same again goes on where it ended' }),
  onBad: z.enum(['stop', 'skip']).default('stop').meta({ description: 'What becomes of the import at a bad row' }),
  dryRun: z.stringbool().default(false).meta({ description: 'Reads and judges all rows and writes none' }),
  reason: reasonInput,
  body: z.custom<AsyncIterable<Uint8Array>>(
    (body) => typeof body === 'object' && body !== null && Symbol.asyncIterator in body,
    'expected a body of lines of JSON',
  ),
})
type ImportInput = z.infer<typeof importInput>

export function tupleBulkActions(parts: AccessParts) {
  return {
    delete: job({
      name: 'tuple.delete',
      summary: 'Takes away all tuples that a filter finds, a revision for each ten thousand',
      input: z.strictObject({
        store: storeName,
        ...tupleFilterInput,
        dryRun: z.boolean().default(false).meta({ description: 'Only says how many there are' }),
        reason: reasonInput,
      }),
      output: deleteLine,
      ...onStore('can_write'),
      run(asked, { store, dryRun, reason, ...rest }) {
        const filter = readFilter(rest)
        if (Object.keys(filter).length === 0)
          throw new AppError('invalid_input', 'a filter is needed: everything is taken away by deleting the store')
        return telling(asked.requestId, async (tell, signal) => {
          const head = await selectHead(parts.database, store)
          if (!head) throw new AppError('not_found', `there is no store \`${store}\``)
          const found = await countTuples(parts.database, store, filter, head.revision)
          if (dryRun) return { found, removed: 0 }
          let removed = 0
          let after: TupleKey | undefined
          let last = {}
          while (!isEnding(asked, signal)) {
            await asked.requireAllowed?.()
            const next = await nextTuples(parts.database, store, filter, head.revision, { after, limit: BATCH_TUPLES })
            if (next.length === 0) break
            const revision = await parts.appender.append(store, {
              changes: next.map((tuple) => ({ op: 'clear', tuple })),
              actor: asked.actor.subject,
              action: 'tuple.delete',
              source: 'api',
              ...(reason !== undefined && { reason }),
            })
            removed += next.length
            after = next.at(-1)
            last = showRevision(parts, revision)
            tell({ progress: { removed, found, revision: revision.revision } })
          }
          return { found, removed, ...last }
        })
      },
    }),
    export: question({
      name: 'tuple.export',
      summary: 'All tuples at one revision, a line of JSON for each',
      load: 'list',
      input: z.strictObject({ store: storeName, revision: z.coerce.number().int().min(0).optional() }),
      output: exportLine,
      ...onStore('can_export'),
      async answer(asked, { store, revision }) {
        const snapshot = await openSnapshot(parts.database, store, revision)
        const header = await headerOf(parts, store, snapshot)
        return new Streamed(NDJSON, exportLines(header, snapshot.tuples, asked))
      },
    }),
    import: job({
      name: 'tuple.import',
      summary: 'Tuples from lines of JSON, as an export tells them, a revision for each ten thousand',
      input: importInput,
      output: importLine,
      ...onStore('can_import'),
      run: (asked, input) => telling(asked.requestId, (tell, signal) => runImport(parts, asked, input, tell, signal)),
    }),
  }
}

function isEnding({ signal }: Asked, gone: AbortSignal): boolean {
  if (signal?.aborted)
    throw new AppError('unavailable', 'the server is ending: what was told is done, ask for the rest again')
  return gone.aborted
}

async function headerOf({ database, tokenKey }: AccessParts, storeId: string, snapshot: Snapshot): Promise<object> {
  const { epoch, revision, model } = snapshot
  const chain = snapshot.chain ?? (await selectChain(database, storeId, revision))
  return {
    export: {
      store: storeId,
      revision,
      ...(chain && { token: formatToken({ storeId, epoch, revision, chain }, tokenKey) }),
      ...(model && { model: model.id }),
    },
  }
}

async function* exportLines(
  header: object,
  pages: AsyncGenerator<readonly Tuple[]>,
  asked: Asked,
): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`
  let count = 0
  for await (const page of pages) {
    if (asked.signal?.aborted) throw new AppError('unavailable', 'the server is ending')
    await asked.requireAllowed?.()
    count += page.length
    yield page.map((tuple) => `${JSON.stringify(tuple)}\n`).join('')
  }
  yield `${JSON.stringify({ end: { tuples: count } })}\n`
}

async function runImport(
  parts: AccessParts,
  asked: Asked,
  { store, import: importId, onBad, dryRun, reason, body }: ImportInput,
  tell: (value: unknown) => void,
  gone: AbortSignal,
): Promise<unknown> {
  const bad = countBadRows(tell)
  const judge = async () => {
    await asked.requireAllowed?.()
    return judgeFor(parts.replicas, store, PATIENCE, true)
  }
  const rows = rowsOf(body, asked, gone)
  if (dryRun) return { rows: await judgeRows(rows, await judge(), bad.report), bad: bad.count(), isDryRun: true }
  const done = await importTuples({
    database: parts.database,
    storeId: store,
    importId,
    rows,
    judge,
    ...(onBad === 'skip' && { onRefused: bad.report }),
    actor: asked.actor.subject,
    ...(reason !== undefined && { reason }),
    newId: parts.newId,
    onProgress(progress) {
      parts.committed(store)
      tell({ progress: { ...progress, bad: bad.count() } })
    },
  })
  return { rows: done.rows, bad: bad.count() }
}

/** The number of a row is that of its line. */
async function* rowsOf(body: AsyncIterable<Uint8Array>, asked: Asked, gone: AbortSignal): AsyncGenerator<ImportRow> {
  for await (const line of linesOf(body)) {
    if (isEnding(asked, gone)) throw new AppError('unavailable', 'nobody waits for the import any more')
    yield readRow(line)
  }
}

async function judgeRows(
  rows: AsyncIterable<ImportRow>,
  { refusal }: Judgement,
  report: (row: number, message: string) => void,
): Promise<number> {
  let row = 0
  for await (const each of rows) {
    row++
    if (each === undefined) continue
    const why = whyNotStorable(each) ?? ('wrong' in each ? each.wrong : refusal(each))
    if (why !== undefined) report(row, why)
  }
  return row
}

function countBadRows(tell: (value: unknown) => void) {
  let count = 0
  return {
    count: () => count,
    report(line: number, message: string) {
      if (++count <= BAD_ROWS_TOLD_MAX) tell({ bad: { line, message } })
    },
  }
}
