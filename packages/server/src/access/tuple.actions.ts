// Tuples of a store: written in revisions, read at one, and their past.

import { z } from 'zod'
import { change, type Deadline, type Draft, question } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { type TuplePeriod, tupleHistory, tuplesAt } from '../store/history.ts'
import { selectHead } from '../store/stores.ts'
import type { Precondition, TupleChange, TupleKey } from '../store/write.ts'
import { selectCommittedAt, selectRevisionAt } from './as-of.sql.ts'
import { within } from './consistency.ts'
import { type AccessParts, showRevision } from './parts.ts'
import { idempotencyKeyInput, onStore, reasonInput, revisionOutput, storeName } from './store-input.ts'
import {
  asTuples,
  readFilter,
  readTraits,
  traitsInput,
  tupleFilterInput,
  tupleInput,
  tupleKeyInput,
} from './tuple-input.ts'
import { judge, judgeNow } from './tuple-judge.ts'

const CHANGES_MAX = 10_000
const PRECONDITIONS_MAX = 100
const PAGE_MAX = 1_000
const text = z.string().min(1).max(1_024)

const preconditionInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['exists', 'absent']),
    object: text,
    relation: text.optional(),
    subject: text.optional(),
  }),
  z.strictObject({ kind: z.literal('revision'), revision: z.int().min(0) }),
  z.strictObject({ kind: z.literal('model'), model: text }),
])

const writeInput = z.strictObject({
  store: storeName,
  added: z.array(tupleInput).max(CHANGES_MAX).default([]),
  removed: z.array(tupleKeyInput).max(CHANGES_MAX).default([]),
  onExisting: z.enum(['refuse', 'replace']).default('refuse').meta({
    description:
      'What becomes of an added tuple that is there: `refuse` the write, or `replace` its condition and its end',
  }),
  onMissing: z
    .enum(['refuse', 'ignore'])
    .default('refuse')
    .meta({ description: 'What becomes of a removed tuple that is not there' }),
  preconditions: z
    .array(preconditionInput)
    .max(PRECONDITIONS_MAX)
    .default([])
    .meta({ description: 'All of them hold when the write is done, or nothing is done' }),
  idempotencyKey: idempotencyKeyInput,
  reason: reasonInput,
})
type WriteInput = z.infer<typeof writeInput>

const momentOutput = z.strictObject({
  revision: z.int(),
  at: z.string(),
  actor: z.string(),
  reason: z.string().optional(),
})
const readOutput = z.strictObject({
  items: z.array(tupleInput),
  cursor: z.string().optional(),
  revision: z.int(),
  at: z.string().meta({ description: 'The instant at which ends were judged (RFC 3339)' }),
})
const historyOutput = z.strictObject({
  items: z.array(
    z.strictObject({ tuple: tupleInput, source: z.string(), began: momentOutput, ended: momentOutput.optional() }),
  ),
  cursor: z.string().optional(),
})

const pageInput = {
  pageSize: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
  cursor: z.string().max(2_048).optional(),
}

export function tupleActions(parts: AccessParts) {
  const { database, cursors, replicas, now } = parts
  return {
    write: change({
      name: 'tuple.write',
      summary: 'Adds and removes tuples in one revision, or nothing of it',
      input: writeInput,
      output: z.strictObject(revisionOutput),
      ...onStore('can_write'),
      prepare({ deadline }, input, isAgain) {
        const { store, added } = input
        const write = writeOf(input)
        if (added.length === 0) return { store, write }
        const judgedBy = isAgain ? undefined : judgeNow(replicas, store, asTuples(added))
        return judgedBy === undefined
          ? judgedLater(parts, deadline, input, write, isAgain)
          : draftOf(store, write, judgedBy)
      },
      answer: (revision) => showRevision(parts, revision),
    }),
    read: question({
      name: 'tuple.read',
      summary: 'The tuples of a store, by a filter, now or at a moment of the past',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        ...tupleFilterInput,
        ...traitsInput,
        revision: z.coerce.number().int().min(0).optional().meta({ description: 'As of this revision' }),
        time: z.iso.datetime({ offset: true }).optional().meta({ description: 'As of this time (RFC 3339)' }),
        ...pageInput,
      }),
      output: readOutput,
      ...onStore('can_read'),
      async answer({ deadline }, { store, revision, time, pageSize, cursor, ...rest }) {
        const filter = readFilter(rest)
        const traits = readTraits(rest)
        const bound = { store, filter, traits, revision, time }
        const start = cursor === undefined ? undefined : readStart(cursors.open('tuple.read', bound, cursor))
        const at = start ?? (await within(deadline, momentOf(database, now, { store, revision, time })))
        const { revision: pinned, atMs } = at
        const rows = await within(
          deadline,
          tuplesAt(database, store, pinned, {
            limit: pageSize + 1,
            filter,
            traits,
            atMs,
            ...(start && { after: start.after }),
          }),
        )
        const position = (tuple: TupleKey) => [pinned, atMs, tuple.object, tuple.relation, tuple.subject] as const
        const page = cursors.page('tuple.read', bound, rows, pageSize, position)
        return { ...page, revision: pinned, at: new Date(atMs).toISOString() }
      },
    }),
    history: question({
      name: 'tuple.history',
      summary: 'Who gave and took away one tuple, when and why',
      load: 'list',
      input: z.strictObject({ store: storeName, ...tupleKeyInput.shape, ...pageInput }),
      output: historyOutput,
      ...onStore('can_read'),
      async answer({ deadline }, { store, object, relation, subject, pageSize, cursor }) {
        const key = { object, relation, subject }
        const bound = { store, ...key }
        const after = cursor === undefined ? 0 : Number(cursors.open('tuple.history', bound, cursor)[0])
        const rows = await within(deadline, tupleHistory(database, store, key, { after, limit: pageSize + 1 }))
        const page = cursors.page('tuple.history', bound, rows, pageSize, ({ since }) => [since])
        return { ...page, items: page.items.map(showPeriod) }
      },
    }),
  }
}

/** By what must be loaded, or looked at again, first. */
async function judgedLater(
  { replicas, database }: AccessParts,
  deadline: Deadline,
  input: WriteInput,
  write: Draft['write'],
  isAgain: boolean,
): Promise<Draft> {
  const { store, added } = input
  const judged = await judge(replicas, store, deadline, asTuples(added), isAgain)
  if ('model' in judged) return draftOf(store, write, judged.model)
  // What was done before is told again, whatever the model says by now. No model is called like this, so that a
  // key which is forgotten in between does not let the write in.
  if (await isKnownKey(database, input)) return draftOf(store, write, '')
  throw new AppError('invalid_input', judged.refusal, { detail: { reason: 'invalid_tuple' } })
}

function draftOf(store: string, write: Draft['write'], judgedBy: string): Draft {
  return { store, write: { ...write, judgedBy } }
}

function writeOf(input: WriteInput): Draft['write'] {
  const { removed, onExisting, onMissing, preconditions, idempotencyKey, reason } = input
  const changes: TupleChange[] = [
    ...removed.map((tuple) => ({ op: onMissing === 'ignore' ? ('clear' as const) : ('remove' as const), tuple })),
    ...asTuples(input.added).map((tuple) => ({
      op: onExisting === 'replace' ? ('put' as const) : ('add' as const),
      tuple,
    })),
  ]
  if (changes.length === 0) throw new AppError('invalid_input', 'nothing is added and nothing is removed')
  return {
    changes,
    preconditions: preconditions as readonly Precondition[],
    source: 'api',
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(reason !== undefined && { reason }),
  }
}

async function isKnownKey(
  database: Pick<Database, 'query'>,
  { store, idempotencyKey }: Pick<WriteInput, 'store' | 'idempotencyKey'>,
): Promise<boolean> {
  if (idempotencyKey === undefined) return false
  const rows = await database.query(
    `select 1 from lockness.idempotency
     where store_id = $1 and key = $2 and created_at > clock_timestamp() - interval '24 hours'`,
    [store, idempotencyKey],
  )
  return rows.length > 0
}

interface Moment {
  readonly revision: number
  readonly atMs: number
}

/** The revision that is meant, and the instant at which its expiries are judged. */
export async function momentOf(
  database: Database,
  now: () => Date,
  {
    store,
    revision,
    time,
  }: { readonly store: string; readonly revision?: number | undefined; readonly time?: string | undefined },
): Promise<Moment> {
  if (revision !== undefined && time !== undefined)
    throw new AppError('invalid_input', '`revision` and `time` both say when: give one of them')
  const head = await selectHead(database, store)
  if (!head) throw new AppError('not_found', `there is no store \`${store}\``)
  if (time !== undefined) {
    const atMs = Date.parse(time)
    if (atMs > now().getTime()) throw new AppError('invalid_input', `\`time\` is \`${time}\`, which has not come yet`)
    return { revision: (await selectRevisionAt(database, store, atMs)) ?? 0, atMs }
  }
  if (revision === undefined) return { revision: head.revision, atMs: Math.max(now().getTime(), head.committedAtMs) }
  if (revision > head.revision) {
    const message = `revision ${revision} is not in the history, which ends with ${head.revision}`
    throw new AppError('not_found', message, { detail: { what: 'revision' } })
  }
  return { revision, atMs: revision === 0 ? 0 : ((await selectCommittedAt(database, store, revision)) ?? 0) }
}

function readStart([revision, atMs, object, relation, subject]: readonly unknown[]): Moment & {
  readonly after: TupleKey
} {
  const after = { object: String(object), relation: String(relation), subject: String(subject) }
  return { revision: Number(revision), atMs: Number(atMs), after }
}

function showPeriod(period: TuplePeriod) {
  const { tuple, since, until, source, actor, reason, begunAtMs, endedAtMs, endedBy, endReason } = period
  const isOver = until !== undefined && endedAtMs !== undefined
  return {
    tuple,
    source,
    began: { revision: since, at: new Date(begunAtMs).toISOString(), actor, ...(reason !== undefined && { reason }) },
    ...(isOver && {
      ended: {
        revision: until,
        at: new Date(endedAtMs).toISOString(),
        actor: endedBy,
        ...(endReason !== undefined && { reason: endReason }),
      },
    }),
  }
}
