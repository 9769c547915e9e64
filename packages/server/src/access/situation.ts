// Where a question is answered: at which revision, under which model, at what instant, with which facts brought along.
// It is decided here, once for all wires. The common case, the present as this node knows it, is decided without
// waiting for anything.

import type { Engine, Given, JsonObject, Tuple } from '@lockness/authz'
import { z } from 'zod'
import type { Asked } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { formatToken, parseToken } from '../store/token.ts'
import { requireKey } from '../store/write.ts'
import type { PastGraphs } from './as-of.ts'
import { type Consistency, revisionFor, within } from './consistency.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { ModelInForce, Replica } from './replica.ts'
import type { Replicas } from './replicas.ts'
import { tupleInput } from './tuple-input.ts'

const CONTEXTUAL_TUPLES_MAX = 100
/** What is computed in one go keeps everybody else waiting: it may take so long, whatever its own deadline. */
const AT_ONCE_MS_MAX = 1_000
const TOKENS_MAX = 10_000
/** A graph that moved on while its model was being fetched is looked at again so often. */
const TRIES_MAX = 5

export const storeInput = z.string().min(1).max(128)
export const nameInput = z.string().min(1).max(1_024)

/** The part of a question's input that says where it is answered. */
export const situationInput = {
  store: storeInput,
  model: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: 'An id, or `label:<name>`; default: the one in force' }),
  at: z
    .union([
      z.strictObject({ revision: z.int().min(0) }),
      z.strictObject({ time: z.iso.datetime({ offset: true, message: 'expected a time of RFC 3339' }) }),
    ])
    .optional()
    .meta({ description: 'A revision or a time of the past; default: the present' }),
  consistency: z
    .strictObject({
      mode: z.enum(['minimize_latency', 'at_least', 'full', 'exact']),
      token: z.string().max(512).optional(),
    })
    .optional(),
  contextualTuples: z.array(tupleInput).max(CONTEXTUAL_TUPLES_MAX).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  purpose: z.enum(['enforce', 'ui', 'list', 'simulate', 'probe', 'audit']).optional(),
}
const Situation = z.strictObject(situationInput)
export type Situation = z.infer<typeof Situation>

/** What every answer says of itself. */
export const computedAtOutput = {
  revision: z.int(),
  model: z.string(),
  at: z.string().meta({ description: 'The instant at which expiry was judged (RFC 3339)' }),
  token: z.string().optional().meta({ description: 'Proof of the revision; absent for one of the past' }),
}

export interface ComputedAt {
  readonly revision: number
  readonly model: string
  readonly at: string
  readonly token?: string
}

export interface Place {
  readonly storeId: string
  readonly engine: Engine
  readonly given: Given
  readonly computedAt: ComputedAt
  /** False for a question about the past. */
  readonly isPresent: boolean
}

/** Where a list goes on, as its cursor pins it. */
export interface Pin {
  readonly revision: number
  readonly model: string
  readonly atMs: number
  /** Of the revision, where there was one: a revision of lost history is not gone on with. */
  readonly token: string | undefined
}

export interface SituationOptions {
  readonly database: Database
  readonly replicas: Pick<Replicas, 'loaded' | 'open'>
  readonly tokenKey: Buffer
  readonly stalenessMsMax: number
  readonly brokenAtMs: () => number
  readonly nowMs: () => number
  readonly now: () => Date
  readonly clock: DatabaseClock
  readonly past: PastGraphs
  /** The last revision that had been committed by an instant; undefined when there is no such store. */
  revisionAt(storeId: string, atMs: number): Promise<number | undefined>
  /** Of what a caller calls a model by: an id, or `label:<name>`. `revision`: what is known here of the store. */
  modelId(storeId: string, wanted: string, revision: number): string | Promise<string>
  /** When a revision was committed. */
  committedAt(storeId: string, revision: number): Promise<number | undefined>
}

/** The token of a store's last answer, made once for all answers of its revision. */
interface KnownToken {
  readonly chain: Buffer
  readonly epoch: number
  readonly text: string
}

export class Situations {
  private readonly options: SituationOptions
  private readonly tokens = new Map<string, KnownToken>()
  private shown = { ms: Number.NaN, text: '' }

  constructor(options: SituationOptions) {
    this.options = options
  }

  /** Not a promise when the present is asked for and known. */
  place(asked: Asked, situation: Situation): Place | Promise<Place> {
    const { at, consistency } = situation
    if (at !== undefined) return this.placeInPast(asked, situation, at)
    const isAnyPresent = consistency === undefined || isPresent(consistency)
    return (isAnyPresent && this.placeAtOnce(asked, situation)) || this.placeNow(asked, situation)
  }

  /** The place of a page after the first: that of the first one, whatever has happened since. */
  async placeAgain(asked: Asked, situation: Situation, { revision, model, atMs, token }: Pin): Promise<Place> {
    const { store } = situation
    const replica = await this.open(asked, store)
    if (token === undefined) await within(asked.deadline, this.requireKnown(asked, store, replica, revision))
    else await this.revisionOf(asked, store, replica, { mode: 'exact', token })
    return this.placeAt(asked, situation, replica, revision, atMs, model)
  }

  private placeAtOnce(asked: Asked, situation: Situation): Place | undefined {
    const { replicas, nowMs, stalenessMsMax, clock } = this.options
    const { store, model: wanted } = situation
    const replica = replicas.loaded(store)
    const confirmedAtMs = replica?.confirmedAtMs()
    if (!replica || confirmedAtMs === undefined || nowMs() - confirmedAtMs > stalenessMsMax) return undefined
    const atMs = clock.instant(asked.now.getTime())
    const { revision } = replica.position()
    const known = isLabel(wanted) ? undefined : replica.knownModel(revision, wanted)
    if (!known || atMs === undefined || !replica.holds(revision)) return undefined
    const at = { model: known.id, revision, token: this.tokenOf(store, replica) }
    return this.placeOn(asked, situation, known.engine, at, atMs, true)
  }

  private async placeNow(asked: Asked, situation: Situation): Promise<Place> {
    const { store, model: wanted } = situation
    const { deadline } = asked
    const consistency = readConsistency(situation)
    const replica = await this.open(asked, store)
    const atMs = await within(deadline, this.options.clock.ask(this.options.now))
    for (let tries = 1; ; tries++) {
      const revision = await this.revisionOf(asked, store, replica, consistency)
      if (revision.isPast) return this.placeAt(asked, situation, replica, revision.number, atMs, wanted)
      const { id: model, engine } = await within(deadline, this.modelOf(store, replica, revision.number, wanted))
      if (replica.holds(revision.number)) {
        const isNewest = replica.position().revision === revision.number
        const at = {
          model,
          revision: revision.number,
          token: isNewest ? this.tokenOf(store, replica) : tokenIn(situation),
        }
        return this.placeOn(asked, situation, engine, at, atMs, true)
      }
      if (tries === TRIES_MAX) throw new AppError('unavailable', `revision ${revision.number} moved on too fast`)
    }
  }

  /** An exact revision that is no longer in memory is one of the past; its token was found to be of this history. */
  private async revisionOf(
    { deadline }: Asked,
    store: string,
    replica: Replica,
    consistency: Consistency,
  ): Promise<{ readonly number: number; readonly isPast: boolean }> {
    try {
      return { number: await revisionFor(this.options, store, replica, consistency, deadline), isPast: false }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'expired' || consistency.mode !== 'exact') throw error
      return { number: parseToken(consistency.token, store, this.options.tokenKey).revision, isPast: true }
    }
  }

  private async placeInPast(asked: Asked, situation: Situation, at: NonNullable<Situation['at']>): Promise<Place> {
    const { store, model, consistency } = situation
    if (consistency !== undefined) {
      throw new AppError('invalid_input', '`at` names the revision: a `consistency` beside it says nothing', {
        detail: { parameter: 'consistency' },
      })
    }
    const replica = await this.open(asked, store)
    const { revision, atMs } = await within(asked.deadline, this.readPast(store, at))
    await within(asked.deadline, this.requireKnown(asked, store, replica, revision))
    return this.placeAt(asked, situation, replica, revision, atMs, model)
  }

  /** Of a revision: the instant of its commit, so that the same question has the same answer for ever. */
  private async readPast(
    store: string,
    at: NonNullable<Situation['at']>,
  ): Promise<{ readonly revision: number; readonly atMs: number }> {
    const { clock, now, committedAt, revisionAt } = this.options
    if ('revision' in at) {
      const atMs = at.revision === 0 ? 0 : await committedAt(store, at.revision)
      if (atMs === undefined) throw noRevision(at.revision)
      return { revision: at.revision, atMs }
    }
    const atMs = Date.parse(at.time)
    if (!(atMs <= (await clock.ask(now)))) {
      throw new AppError('invalid_input', `\`at.time\` is \`${at.time}\`, which has not come yet`, {
        detail: { parameter: 'at.time' },
      })
    }
    const revision = await revisionAt(store, atMs)
    if (revision === undefined) throw new AppError('not_found', `there is no store \`${store}\``)
    return { revision, atMs }
  }

  /** Brings the replica up to a revision that the database has. */
  private async requireKnown(asked: Asked, store: string, replica: Replica, revision: number): Promise<void> {
    await revisionFor(this.options, store, replica, { mode: 'minimize_latency' }, asked.deadline)
    if (replica.position().revision < revision) await replica.poll()
    if (replica.position().revision < revision) throw noRevision(revision)
  }

  /** At a revision that this node has seen: from the live graph where that still holds it, else from the history. */
  private async placeAt(
    asked: Asked,
    situation: Situation,
    replica: Replica,
    revision: number,
    atMs: number,
    wanted: string | undefined,
  ): Promise<Place> {
    const { deadline } = asked
    const { id: model, engine } = await within(deadline, this.modelOf(situation.store, replica, revision, wanted))
    const at = { model, revision, token: tokenIn(situation) }
    if (replica.holds(revision)) return this.placeOn(asked, situation, engine, at, atMs, false)
    const past = await within(deadline, this.options.past.engineAt(situation.store, revision, engine.model))
    const { given, ...place } = this.placeOn(asked, situation, past, at, atMs, false)
    const { revision: _, ...headOfPast } = given
    return { ...place, given: headOfPast }
  }

  private placeOn(
    { deadline, clock }: Asked,
    { store: storeId, contextualTuples, context }: Situation,
    engine: Engine,
    {
      model,
      revision,
      token,
    }: { readonly model: string; readonly revision: number; readonly token?: string | undefined },
    atMs: number,
    isPresent: boolean,
  ): Place {
    for (const tuple of contextualTuples ?? []) requireKey(tuple)
    const given: Given = {
      at: atMs,
      revision,
      limits: { deadlineMs: Math.max(1, Math.min(deadline.remainingMs(), AT_ONCE_MS_MAX)) },
      clock: clock ?? this.options.nowMs,
      ...(contextualTuples && { contextualTuples: contextualTuples as readonly Tuple[] }),
      ...(context && { context: context as JsonObject }),
    }
    const computedAt = { revision, model, at: this.show(atMs), ...(token !== undefined && { token }) }
    return { storeId, engine, given, computedAt, isPresent }
  }

  private async modelOf(
    store: string,
    replica: Replica,
    revision: number,
    wanted: string | undefined,
  ): Promise<ModelInForce> {
    if (wanted === undefined) return replica.modelAt(revision)
    return replica.modelAt(revision, await this.options.modelId(store, wanted, replica.position().revision))
  }

  private open({ deadline }: Asked, store: string): Promise<Replica> {
    return within(deadline, this.options.replicas.open(store))
  }

  /** Of the newest revision. */
  private tokenOf(storeId: string, replica: Replica): string {
    const { epoch, revision, chain } = replica.position()
    const known = this.tokens.get(storeId)
    if (known?.chain === chain && known.epoch === epoch) return known.text
    const text = formatToken({ storeId, epoch, revision, chain }, this.options.tokenKey)
    if (!known && this.tokens.size >= TOKENS_MAX) this.tokens.delete(this.tokens.keys().next().value ?? '')
    this.tokens.set(storeId, { chain, epoch, text })
    return text
  }

  /** Most answers of a millisecond are of the same instant. */
  private show(ms: number): string {
    if (this.shown.ms !== ms) this.shown = { ms, text: new Date(ms).toISOString() }
    return this.shown.text
  }
}

export function place(
  { situations }: { readonly situations: Situations },
  asked: Asked,
  situation: Situation,
): Place | Promise<Place> {
  return situations.place(asked, situation)
}

function isLabel(wanted: string | undefined): boolean {
  return wanted?.startsWith('label:') === true
}

function isPresent({ mode, token }: NonNullable<Situation['consistency']>): boolean {
  return mode === 'minimize_latency' && token === undefined
}

/** An exact revision is proven by the token that asked for it. */
function tokenIn({ consistency }: Situation): string | undefined {
  return consistency?.mode === 'exact' ? consistency.token : undefined
}

function readConsistency({ consistency }: Situation): Consistency {
  const { mode = 'minimize_latency', token } = consistency ?? {}
  if (mode === 'minimize_latency' || mode === 'full') {
    if (token !== undefined) throw new AppError('invalid_input', `\`${mode}\` takes no token`)
    return { mode }
  }
  if (token === undefined) throw new AppError('invalid_input', `\`${mode}\` needs a token`)
  return { mode, token }
}

function noRevision(revision: number): AppError {
  return new AppError('not_found', `revision ${revision} is not in the history`, { detail: { what: 'revision' } })
}
