// Tuples by OpenFGA's API. A write is one revision. Whoever has been told that it is done and asks this node again is
// answered with it: that API has no tokens, and its clients expect to find what they wrote.

import { type Tuple, tupleKey, whyNotAllowed } from '@lockness/authz'
import { z } from 'zod'
import { type AccessParts, judge, within } from '../../access/access.ts'
import { type Asked, job, question } from '../../action.ts'
import { AppError } from '../../errors.ts'
import type { Database } from '../../store/database.ts'
import { selectFork } from '../../store/epoch.ts'
import { revisionAt } from '../../store/history.ts'
import { type Head, selectHead } from '../../store/stores.ts'
import type { TupleChange, Write } from '../../store/write.ts'
import type { OpenFgaPort, WriteInput } from '../openfga/openfga.port.ts'
import { onStore } from './on-store.ts'
import { type LogPlace, selectChanges, selectStored, selectThere } from './tuple.sql.ts'

type TuplePort = Pick<OpenFgaPort, 'write' | 'read' | 'changes'>

const TRIES_MAX = 5
/** Revisions of one look at the log, at first and at most, and of all looks of one request. */
const WINDOW_MIN = 200
const WINDOW_MAX = 5_000
const SCANNED_MAX = 200_000

export function tuplePort(parts: AccessParts): TuplePort {
  const { database, cursors } = parts
  return {
    write: job({
      name: 'openfga.write_tuples',
      as: 'tuple.write',
      input: z.custom<WriteInput>(),
      ...onStore('can_write'),
      run: (asked, input) => writeTuples(parts, asked, input),
    }),
    read: question({
      name: 'openfga.read_tuples',
      as: 'tuple.read',
      load: 'list',
      input: z.custom<Parameters<TuplePort['read']['answer']>[1]>(),
      ...onStore('can_read'),
      async answer(_, { store, filter, pageSize, cursor }) {
        const bound = [store, filter ?? null]
        const after = cursor === undefined ? undefined : keyOf(cursors.open('openfga.read', bound, cursor))
        const rows = await selectStored(database, store, filter, { limit: pageSize + 1, ...(after && { after }) })
        const position = ({ tuple: { object, relation, subject } }: { tuple: Tuple }) => [object, relation, subject]
        return cursors.page('openfga.read', bound, rows, pageSize, position)
      },
    }),
    changes: question({
      name: 'openfga.read_changes',
      as: 'store.watch',
      load: 'list',
      input: z.custom<ChangesInput>(),
      ...onStore('can_watch'),
      async answer(asked, input) {
        const { store, cursor } = input
        const head = await within(asked.deadline, selectHead(database, store))
        if (!head) throw new AppError('not_found', `there is no store \`${store}\``, { detail: { what: 'store' } })
        const from = cursor === undefined ? undefined : placeOf(cursors.open('openfga.changes', store, cursor))
        if (from) await requireGoesOn(database, store, from, head)
        const begin = from ?? { revision: await firstRevision(parts, input, head), told: 0 }
        const { items, at } = await readChanges(parts, asked, input, begin, head)
        const isWhereItWas = cursor !== undefined && items.length === 0 && at.revision > head.revision
        if (isWhereItWas) return { items, cursor }
        if (items.length === 0 && at.revision > head.revision) return { items }
        return { items, cursor: cursors.seal('openfga.changes', store, [at.revision, at.told, head.epoch]) }
      },
    }),
  }
}

type ChangesInput = Parameters<TuplePort['changes']['answer']>[1]

async function writeTuples(parts: AccessParts, asked: Asked, input: WriteInput): Promise<void> {
  const { store } = input
  const replica = await within(asked.deadline, parts.replicas.open(store))
  for (let tries = 1; ; tries++) {
    const write = await draft(parts, asked, input, tries > 1)
    if (write.changes.length === 0) return
    try {
      await parts.appender.append(store, { ...write, actor: asked.actor.subject, action: 'openfga.write_tuples' })
      break
    } catch (error) {
      const isMoved =
        error instanceof AppError && (error.detail.reason === 'model_moved' || isRace(error, input, write))
      if (!isMoved) throw told(error, write)
      if (tries === TRIES_MAX || asked.deadline.remainingMs() <= 0) throw error
    }
  }
  // It is done, whatever becomes of this look.
  await within(asked.deadline, replica.poll()).catch((error) => parts.report(`after a write: ${String(error)}`))
}

/** What is left to be done of what was asked for. */
async function draft(
  parts: AccessParts,
  asked: Asked,
  input: WriteInput,
  isAgain: boolean,
): Promise<Omit<Write, 'actor' | 'action'>> {
  const { store, added, removed, ignoreExisting, ignoreAbsent } = input
  const judged = await judgeWrite(parts, asked, input, isAgain)
  const passed = [...(ignoreExisting ? added : []), ...(ignoreAbsent ? removed : [])]
  const there = new Map<string, Tuple>()
  if (passed.length > 0) {
    const found = await within(asked.deadline, selectThere(parts.database, store, passed))
    for (const tuple of found) there.set(tupleKey(tuple), tuple)
  }
  const changes: TupleChange[] = []
  for (const tuple of removed) if (!ignoreAbsent || there.has(tupleKey(tuple))) changes.push({ op: 'remove', tuple })
  for (const tuple of added) {
    const known = there.get(tupleKey(tuple))
    if (!known) changes.push({ op: 'add', tuple })
    else if (!isSame(known, tuple)) {
      throw new AppError('conflict', `${nameOf(tuple)} exists with another condition`, {
        detail: { reason: 'tuple_differs' },
      })
    }
  }
  return { changes, ...judged, source: 'openfga' }
}

/** Whoever names a model wants its tuples judged by that one, also when there is a newer. */
async function judgeWrite(
  parts: AccessParts,
  asked: Asked,
  input: WriteInput,
  isAgain: boolean,
): Promise<{ judgedBy?: string }> {
  const { replicas } = parts
  const { deadline } = asked
  const { store, model: wanted, added } = input
  if (wanted !== undefined) {
    const replica = await within(deadline, replicas.open(store))
    const { engine } = await within(deadline, replica.modelAt(replica.position().revision, wanted))
    for (const tuple of added) {
      const why = whyNotAllowed(engine.model, tuple)
      if (why !== undefined) throw notAllowed(why)
    }
    return {}
  }
  try {
    const judged = await judge(replicas, store, deadline, added, isAgain)
    if ('refusal' in judged) throw notAllowed(judged.refusal)
    return added.length > 0 ? { judgedBy: judged.model } : {}
  } catch (error) {
    // The first model may have been written on another node just now.
    const isFirst = error instanceof AppError && error.detail.what === 'latest_model' && !isAgain
    if (!isFirst) throw error
    return judgeWrite(parts, asked, input, true)
  }
}

function notAllowed(why: string): AppError {
  return new AppError('invalid_input', why, { detail: { reason: 'invalid_tuple' } })
}

/** Somebody has written or deleted, since we looked, what is passed over. */
function isRace(
  { code, detail }: AppError,
  { ignoreExisting, ignoreAbsent }: WriteInput,
  { changes }: ReadWrite,
): boolean {
  const change = code === 'conflict' ? changes[Number(detail.change)] : undefined
  return change !== undefined && (change.op === 'add' ? ignoreExisting : ignoreAbsent)
}

type ReadWrite = Pick<Write, 'changes'>

/** A conflict in the words of OpenFGA. */
function told(error: unknown, { changes }: ReadWrite): unknown {
  const change =
    error instanceof AppError && error.code === 'conflict' ? changes[Number(error.detail.change)] : undefined
  if (!change) return error
  const [what, reason] =
    change.op === 'add'
      ? ['cannot write a tuple which already exists', 'tuple_exists']
      : ['cannot delete a tuple which does not exist', 'tuple_absent']
  return new AppError('conflict', `${what}: ${nameOf(change.tuple)}`, { detail: { reason }, cause: error })
}

function nameOf({ object, relation, subject }: Pick<Tuple, 'object' | 'relation' | 'subject'>): string {
  return `user: '${subject}', relation: '${relation}', object: '${object}'`
}

/** A context without anything in it is none. A tuple that ends is not the same as one that lasts. */
function isSame(there: Tuple, wanted: Tuple): boolean {
  const [one, other] = [there, wanted].map(({ condition, expiresAt }) =>
    canonical([condition?.name ?? null, condition?.context ?? {}, expiresAt ?? null]),
  )
  return one === other
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

/** What was told must still be what happened, and nothing that follows may be gone. */
async function requireGoesOn(database: Database, store: string, from: Told, head: Head): Promise<void> {
  const fork = from.epoch === head.epoch ? undefined : await selectFork(database, store, from.epoch)
  const lastTold = from.told > 0 ? from.revision : from.revision - 1
  if (lastTold > Math.min(fork ?? head.revision, head.revision)) {
    throw new AppError('lost_history', 'changes that the token has told of are lost: read the tuples anew')
  }
  if (from.revision > head.logFloor) return
  const message = `the changes up to revision ${head.logFloor} are no longer kept: read the tuples anew`
  throw new AppError('expired', message, { detail: { parameter: 'cursor' } })
}

async function firstRevision({ database }: AccessParts, { store, since }: ChangesInput, head: Head): Promise<number> {
  const before = since ? await revisionAt(database, store, since.getTime() - 1) : 0
  return Math.max(before, head.logFloor) + 1
}

/** One page, found in ever wider looks: a type that rarely changes lies far apart in the log. */
async function readChanges(
  { database }: AccessParts,
  { deadline }: Asked,
  { store, type, pageSize }: ChangesInput,
  begin: LogPlace,
  head: Head,
): Promise<{ readonly items: TupleChangeRow[]; readonly at: LogPlace }> {
  const items: TupleChangeRow[] = []
  const last = Math.min(head.revision, begin.revision + SCANNED_MAX)
  let from = begin
  for (
    let width = WINDOW_MIN;
    from.revision <= last && items.length < pageSize;
    width = Math.min(WINDOW_MAX, width * 2)
  ) {
    const before = Math.min(from.revision + width, head.revision + 1)
    const limit = pageSize - items.length
    const asked = { from, before, limit, ...(type && { type }) }
    const found = await within(deadline, selectChanges(database, store, asked))
    items.push(...found)
    const end = found.at(-1)
    from = found.length === limit && end ? end.place : { revision: before, told: 0 }
  }
  return { items, at: from }
}

type TupleChangeRow = Awaited<ReturnType<typeof selectChanges>>[number]

type Told = LogPlace & { readonly epoch: number }

function placeOf([revision, told, epoch]: readonly unknown[]): Told {
  return { revision: Number(revision), told: Number(told), epoch: Number(epoch) }
}

function keyOf([object, relation, subject]: readonly unknown[]) {
  return { object: String(object), relation: String(relation), subject: String(subject) }
}
