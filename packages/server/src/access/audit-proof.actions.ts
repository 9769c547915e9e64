// What stands behind a record of the audit log: the change itself, before and after, and the proof that nobody has altered
// it since. A revision's hash covers its body and the hash before it, so whoever looks at some revisions can have them
// computed anew: a row that was changed, left out or put in breaks the chain at its place.

import type { Tuple } from '@lockness/authz'
import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { type LogRow, nextChain, readEntry, selectChain, selectLog } from '../store/log.ts'
import { selectHead } from '../store/stores.ts'
import type { AuditRow } from './audit.sql.ts'
import { selectModelBefore, selectRecords } from './audit-proof.sql.ts'
import { within } from './consistency.ts'
import { SYSTEM_OBJECT, SYSTEM_STORE } from './key.ts'
import type { AccessParts } from './parts.ts'
import { onStore, storeName } from './store-input.ts'
import { tupleInput } from './tuple-input.ts'

type ProofParts = Pick<AccessParts, 'database'>

/** An import makes ten thousand at once; nobody reads them one by one. */
const CHANGES_SHOWN = 1_000
const REVISIONS_MAX = 5_000
const PAGE_ROWS = 500
const PAGE_BYTES = 4_194_304
const BYTES_MAX = 67_108_864
const FAULTS_MAX = 100

const revision = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const range = {
  from: revision.meta({ description: 'The first revision that is looked at' }),
  to: revision.optional().meta({ description: 'The last one; default: the newest' }),
}

const changeOutput = z.strictObject({
  revision: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  source: z.string(),
  reason: z.string().optional(),
  added: z.int().meta({ description: 'Tuples' }),
  removed: z.int(),
  isKept: z.boolean().meta({ description: 'Whether the log still has what was changed' }),
  isWhole: z.boolean().meta({ description: `Whether all changes are shown, and not the first ${CHANGES_SHOWN}` }),
  changes: z.array(
    z.strictObject({
      before: tupleInput.optional().meta({ description: 'Absent: it was not there' }),
      after: tupleInput.optional().meta({ description: 'Absent: it is not there any more' }),
    }),
  ),
  model: z
    .strictObject({ before: z.string().optional(), after: z.string() })
    .optional()
    .meta({ description: 'The version that came into force' }),
  labels: z
    .array(z.strictObject({ label: z.string(), model: z.string().nullable() }))
    .meta({ description: 'Labels that stand for another model from here on, or, with null, for none' }),
  proof: z
    .strictObject({
      epoch: z.int(),
      commit: z.string().meta({ description: 'The random id of the commit' }),
      previous: z.string().optional().meta({ description: 'The hash of the revision before; absent for the first' }),
      hash: z.string().meta({ description: 'SHA-256, in hexadecimal' }),
    })
    .optional(),
})

const verifyOutput = z.strictObject({
  from: z.int(),
  to: z.int().meta({ description: 'The last revision that was looked at' }),
  isWhole: z.boolean().meta({ description: 'Whether everything that was asked for was looked at' }),
  hash: z.string().optional().meta({ description: 'Of the last revision: it covers all that came before' }),
  faults: z.array(
    z.strictObject({
      kind: z.enum(['gap', 'chain', 'head', 'record', 'unreadable']),
      revision: z.int(),
      message: z.string(),
    }),
  ),
})

export function auditProofActions(parts: ProofParts) {
  const onSystem = () => ({ relation: 'can_read', object: SYSTEM_OBJECT })
  return {
    readChange: question({
      name: 'audit.read',
      summary: 'What one revision of a store changed, before and after, and its place in the chain',
      load: 'list',
      input: z.strictObject({ store: storeName, revision }),
      output: changeOutput,
      ...onStore('can_read'),
      answer: ({ deadline }, input) => within(deadline, readChange(parts, input.store, input.revision)),
    }),
    readSystemChange: question({
      name: 'audit.read_system',
      summary: 'What one change of keys and stores was, before and after, and its place in the chain',
      load: 'list',
      input: z.strictObject({ revision }),
      output: changeOutput,
      permit: onSystem,
      answer: ({ deadline }, input) => within(deadline, readChange(parts, SYSTEM_STORE, input.revision)),
    }),
    verify: question({
      name: 'audit.verify',
      summary: 'Computes the chain of some revisions of a store anew, and compares the audit log with it',
      load: 'list',
      input: z.strictObject({ store: storeName, ...range }),
      output: verifyOutput,
      ...onStore('can_read'),
      answer: ({ deadline }, { store, from, to }) => within(deadline, verifyChain(parts, store, from, to)),
    }),
    verifySystem: question({
      name: 'audit.verify_system',
      summary: 'The same for what was done with keys and stores',
      load: 'list',
      input: z.strictObject(range),
      output: verifyOutput,
      permit: onSystem,
      answer: ({ deadline }, { from, to }) => within(deadline, verifyChain(parts, SYSTEM_STORE, from, to)),
    }),
  }
}

async function readChange(
  { database }: ProofParts,
  storeId: string,
  at: number,
): Promise<z.infer<typeof changeOutput>> {
  const [record] = await selectRecords(database, storeId, at, at)
  if (!record) throw new AppError('not_found', `there is no revision \`${at}\``, { detail: { what: 'revision' } })
  const [row] = await selectLog(database, storeId, at - 1, 1)
  const { reason, ...rest } = record
  const about = { ...rest, at: record.at.toISOString(), ...(reason !== null && { reason }) }
  if (row?.revision !== at) return { ...about, isKept: false, isWhole: false, changes: [], labels: [] }
  const { change, model } = readEntry(row)
  const changes = pairsOf(change.removed, change.added)
  const before = model && (await selectModelBefore(database, storeId, at))
  const previous = await selectChain(database, storeId, at - 1)
  return {
    ...about,
    isKept: true,
    isWhole: changes.length <= CHANGES_SHOWN,
    changes: changes.slice(0, CHANGES_SHOWN),
    ...(model && { model: { ...(before !== undefined && { before }), after: model.id } }),
    labels: labelsOf(row),
    proof: {
      epoch: row.epoch,
      commit: row.commitId,
      ...(previous && { previous: previous.toString('hex') }),
      hash: row.chain.toString('hex'),
    },
  }
}

type Pair = z.infer<typeof changeOutput>['changes'][number]

/** A tuple that was taken away and given again in one revision has changed its condition or its end. */
function pairsOf(removed: readonly Tuple[], added: readonly Tuple[]): Pair[] {
  const keyOf = ({ object, relation, subject }: Tuple) => JSON.stringify([object, relation, subject])
  const given = new Map(added.map((tuple) => [keyOf(tuple), tuple]))
  const pairs = removed.map((before): Pair => {
    const after = given.get(keyOf(before))
    given.delete(keyOf(before))
    return { before, ...(after && { after }) }
  })
  return [...pairs, ...[...given.values()].map((after): Pair => ({ after }))]
}

const Labels = z.object({
  labels: z.array(z.object({ label: z.string(), model: z.string().nullable().default(null) })).default([]),
})

function labelsOf({ body }: LogRow): z.infer<typeof Labels>['labels'] {
  return Labels.parse(JSON.parse(body)).labels
}

async function verifyChain(
  { database }: ProofParts,
  storeId: string,
  from: number,
  to = Number.MAX_SAFE_INTEGER,
): Promise<z.infer<typeof verifyOutput>> {
  if (from > to) throw new AppError('invalid_input', '`from` is after `to`, so nothing is between them')
  const head = await selectHead(database, storeId)
  if (!head) throw new AppError('not_found', 'there is no such store')
  // Of nothing nobody can say that it is whole.
  if (from > Math.max(head.revision, 1))
    throw new AppError('invalid_input', `\`from\` is \`${from}\`, and the last revision is \`${head.revision}\``)
  const first = Math.max(from, head.logFloor + 1)
  const wanted = Math.min(to, head.revision)
  const end = Math.min(wanted, first + REVISIONS_MAX - 1)
  const fold = new Fold(storeId, first - 1, await selectChain(database, storeId, first - 1))
  let bytes = 0
  while (fold.last < end && bytes < BYTES_MAX) {
    const page = await selectLog(database, storeId, fold.last, Math.min(PAGE_ROWS, end - fold.last), PAGE_BYTES)
    const rows = page.filter((row) => row.revision <= end)
    const [oldest, newest] = [rows[0], rows.at(-1)]
    if (!oldest || !newest) {
      fold.lack(end)
      break
    }
    const records = await selectRecords(database, storeId, oldest.revision, newest.revision)
    const byRevision = new Map(records.map((record) => [record.revision, record]))
    for (const row of rows) {
      fold.add(row, byRevision.get(row.revision))
      bytes += row.body.length
    }
  }
  if (fold.last === head.revision && fold.chain && !fold.chain.equals(head.chain))
    fold.found('head', head.revision, 'the head of the store does not have the hash of its last revision')
  const hash = fold.chain && { hash: fold.chain.toString('hex') }
  return { from: first, to: fold.last, isWhole: fold.last >= wanted, ...hash, faults: fold.faults }
}

type Fault = z.infer<typeof verifyOutput>['faults'][number]

/** Goes from one revision to the next, and notes what does not follow. */
class Fold {
  readonly faults: Fault[] = []
  private readonly storeId: string
  last: number
  chain: Buffer | undefined

  constructor(storeId: string, last: number, chain: Buffer | undefined) {
    this.storeId = storeId
    this.last = last
    this.chain = chain
  }

  found(kind: Fault['kind'], at: number, message: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push({ kind, revision: at, message })
  }

  /** From here to there, nothing is in the log. */
  lack(end: number): void {
    this.found('gap', this.last + 1, `the log has nothing from revision ${this.last + 1} to ${end}`)
    this.chain = undefined
    this.last = end
  }

  add(row: LogRow, record: AuditRow | undefined): void {
    if (row.revision !== this.last + 1) this.found('gap', this.last + 1, `revision ${this.last + 1} is missing`)
    else if (this.chain && !row.chain.equals(nextChain(this.chain, this.storeId, row)))
      this.found('chain', row.revision, 'its hash does not follow from the revision before and what it says')
    this.compare(row, record)
    this.chain = row.chain
    this.last = row.revision
  }

  private compare(row: LogRow, record: AuditRow | undefined): void {
    if (!record) return this.found('record', row.revision, 'it has no record in the audit log')
    try {
      const { actor, action, source, reason = null, change, committedAtMs } = readEntry(row)
      const said = [actor, action, source, reason, change.added.length, change.removed.length, committedAtMs]
      const { at } = record
      const told = [
        record.actor,
        record.action,
        record.source,
        record.reason,
        record.added,
        record.removed,
        at.getTime(),
      ]
      const isSame = said.every((each, place) => each === told[place])
      if (!isSame) this.found('record', row.revision, 'its record in the audit log says something else than the log')
    } catch (error) {
      this.found('unreadable', row.revision, `it cannot be read: ${String(error)}`)
    }
  }
}
