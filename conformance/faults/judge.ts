// The judge. The log is the truth about what was written; of every answer the revision is known at which it was computed,
// so it is computed once more, by the reference, from the log up to there. What a client was told must follow from it.

import type { AuthorizationModel, Tuple } from '@lockness/authz'
import { Reference } from '../reference/reference.ts'
import type { Tally } from '../tally.ts'
import type { Asked, Client, Written } from './client.ts'
import type { Postgres } from './postgres.ts'

interface LogEntry {
  readonly revision: number
  readonly reason: string | undefined
  readonly removed: readonly Tuple[]
  readonly added: readonly Tuple[]
}

export type Log = readonly LogEntry[]

export async function readLog(postgres: Pick<Postgres, 'query'>, store: string): Promise<Log> {
  const rows = await postgres.query<{ rev: number; body: string }>(
    'select rev, body from lockness.store_log where store_id = $1 order by rev',
    [store],
  )
  return rows.map(({ rev, body }) => {
    const { reason, removed = [], added = [] } = JSON.parse(body) as Partial<LogEntry>
    return { revision: rev, reason, removed, added }
  })
}

export interface Trial {
  readonly name: string
  readonly postgres: Postgres
  readonly store: string
  readonly model: AuthorizationModel
  readonly clients: readonly Client[]
  readonly stalenessMsMax: number
}

/** Everything that must hold when the dust has settled. */
export async function judge(trial: Trial, tally: Tally): Promise<void> {
  const { name, postgres, store, clients } = trial
  const log = await readLog(postgres, store)
  for await (const report of postgres.maintenance.verify(store)) {
    const { revisions, faults } = report
    tally.expect(faults.length === 0, `${name} I2 I14 chain, gaps, audit`, () => JSON.stringify(faults))
    tally.expect(revisions === log.length, `${name} I2 head = count`, () => `${revisions} ≠ ${log.length}`)
  }
  const writes = clients.flatMap((client) => client.writes)
  judgeWrites(name, log, writes, tally)
  judgeAnswers(trial, log, tally)
  for (const { asks } of clients) judgeFreshness(trial, writes, asks, tally)
}

function judgeWrites(name: string, log: Log, writes: readonly Written[], tally: Tally): void {
  const byReason = Map.groupBy(log, ({ reason }) => reason ?? '')
  for (const [key, tries] of Map.groupBy(writes, (write) => write.key)) {
    const entries = byReason.get(key) ?? []
    tally.expect(entries.length <= 1, `${name} I13 once`, () => `${key}: ${entries.map((each) => each.revision)}`)
    const acked = tries.filter(({ status }) => status === 200)
    for (const { revision } of acked) {
      const isThere = entries[0]?.revision === revision
      tally.expect(isThere, `${name} I1 acked, present`, () => `${key}: told ${revision}, is ${entries[0]?.revision}`)
    }
    const refused = tries.length > 0 && tries.every(({ status }) => status >= 400 && status < 500)
    if (refused) tally.expect(entries.length === 0, `${name} I3 refused, absent`, () => `${key}: ${tries[0]?.code}`)
  }
}

/** I5: every answer is the reference's at its revision. */
export function judgeAnswers(
  { name, model, clients }: Pick<Trial, 'name' | 'model' | 'clients'>,
  log: Log,
  tally: Tally,
): void {
  const answered = clients.flatMap(({ asks }) => asks.filter(({ status }) => status === 200))
  const byRevision = Map.groupBy(answered, ({ revision }) => revision)
  const tuples = new Map<string, Tuple>()
  const last = log.at(-1)?.revision ?? 0
  for (const { revision, removed, added } of log) {
    for (const tuple of removed) tuples.delete(nameOf(tuple))
    for (const tuple of added) tuples.set(nameOf(tuple), tuple)
    const asks = byRevision.get(revision)
    if (asks) judgeAt(name, new Reference(model, tuples.values()), asks, tally)
  }
  for (const { revision, question } of answered) {
    tally.expect(
      revision <= last,
      `${name} I5 a revision that is there`,
      () => `${JSON.stringify(question)} at ${revision} of ${last}`,
    )
  }
}

function judgeAt(name: string, reference: Reference, asks: readonly Asked[], tally: Tally): void {
  for (const { question, allowed, at, revision } of asks) {
    const { answer } = reference.check(question, { at: Date.parse(at), context: {} })
    const told = () => `${JSON.stringify(question)} at ${revision}: ${allowed}, the reference: ${answer}`
    tally.expect(answer === (allowed ? 'yes' : 'no'), `${name} I5 as the reference`, told)
  }
}

function judgeFreshness(
  { name, stalenessMsMax }: Trial,
  writes: readonly Written[],
  asks: readonly Asked[],
  tally: Tally,
): void {
  const acked = writes.filter(({ status }) => status === 200).toSorted((a, b) => a.doneMs - b.doneMs)
  /** The newest revision that somebody had been told of by then. */
  const newestBy = (ms: number) =>
    acked.reduce((max, each) => (each.doneMs < ms ? Math.max(max, each.revision) : max), 0)
  let before = 0
  for (const { status, mode, floor, revision, sentMs, doneMs, question, code } of asks) {
    tally.expect(
      status === 200 || status === 503 || status === 409 || status === 0 || status === 422,
      `${name} I12 an answer or a refusal`,
      () => `${status} ${code}`,
    )
    if (status !== 200) continue
    const told = (wanted: number) => `${JSON.stringify(question)} at ${revision}, expected ${wanted} or later`
    if (mode === 'at_least') {
      tally.expect(revision >= floor, `${name} I4 the token is honoured`, () => told(floor))
      tally.expect(revision >= Math.min(before, floor), `${name} I6 monotonic with tokens`, () => told(before))
      before = Math.max(before, floor)
    }
    if (mode === 'full') tally.expect(revision >= newestBy(sentMs), `${name} I7 full`, () => told(newestBy(sentMs)))
    // Between the moment when it was computed and the one when it was told lies what the machine is busy with.
    const bound = newestBy(sentMs - stalenessMsMax)
    tally.expect(
      revision >= bound,
      `${name} I8 no older than the bound`,
      () => `${told(bound)} (took ${Math.round(doneMs - sentMs)} ms)`,
    )
  }
}

function nameOf({ object, relation, subject }: Tuple): string {
  return `${object}#${relation}@${subject}`
}
