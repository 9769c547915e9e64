// Who may: asked of our own engine, on this node's graph of the system store. A yes of the present is found without
// waiting for anything; a no may wait, because a store that was made on another node just now is asked for here next.
//
// Names are looked up once for each key, relation and object; every request walks the graph anew, at its newest revision
// and at the database's time. So nothing has to be forgotten when a key ends: the next walk does not find it.

import type { CheckQuestion, Engine, Given, PreparedCheck } from '@lockness/authz'
import type { Actor, Transaction } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Head } from '../store/stores.ts'
import type { DatabaseClock } from './database-clock.ts'
import { SYSTEM_OBJECT, SYSTEM_STORE, storeLink, storeOfModule } from './key.ts'
import type { AccessParts } from './parts.ts'
import type { Replica } from './replica.ts'

export interface AuthorityOptions extends Pick<AccessParts, 'replicas' | 'nowMs' | 'now' | 'stalenessMsMax'> {
  readonly clock: DatabaseClock
  /** As the transaction sees it. */
  head(tx: Transaction): Promise<Head | undefined>
}

/** The present of the system store, as it was found last. */
interface Seat {
  readonly replica: Replica
  readonly engine: Engine
  readonly revision: number
  readonly chain: Buffer
  /** By subject, object and relation. */
  readonly prepared: Map<string, Map<string, PreparedCheck>>
}

const SUBJECTS_MAX = 10_000
const QUESTIONS_PER_SUBJECT_MAX = 1_000
/** A graph that moved on while its model was being fetched is looked at again so often. */
const TRIES_MAX = 5

export class Authority {
  private readonly options: AuthorityOptions
  private seat: Seat | undefined

  constructor(options: AuthorityOptions) {
    this.options = options
  }

  isAllowed(actor: Actor, relation: string, object: string, tx?: Transaction): boolean | Promise<boolean> {
    if (actor.kind === 'system') return true
    if (actor.kind === 'stranger') return false
    const { subject } = actor
    if (!tx && this.isTrueNow(subject, relation, object)) return true
    return this.isAllowedNewly(subject, relation, object, tx)
  }

  /** Whether there is still such a key; false as soon as its root tuple is gone or over. */
  isLive(subject: string): boolean | Promise<boolean> {
    const isTrue = this.isTrueNow(subject, 'key', SYSTEM_OBJECT)
    return isTrue ?? this.isTrueSoon(subject, 'key', SYSTEM_OBJECT)
  }

  /** Everything that was committed before this call is known here when it resolves. */
  async refresh(): Promise<void> {
    const replica = await this.options.replicas.open(SYSTEM_STORE)
    await replica.poll()
  }

  /** Undefined: it cannot be said without waiting. */
  private isTrueNow(subject: string, relation: string, object: string): boolean | undefined {
    const { seat } = this
    if (!seat || !this.isPresent(seat)) return undefined
    const at = this.options.clock.instant(this.options.now().getTime())
    return at === undefined ? undefined : this.isTrue(seat, at, subject, relation, object)
  }

  private async isTrueSoon(subject: string, relation: string, object: string): Promise<boolean> {
    const seat = await this.findSeat()
    const at = await this.options.clock.ask(this.options.now)
    return this.isTrue(seat, at, subject, relation, object)
  }

  private async isAllowedNewly(subject: string, relation: string, object: string, tx?: Transaction): Promise<boolean> {
    if (tx) await this.reach(tx)
    if (await this.isTrueSoon(subject, relation, object)) return true
    const store = storeOf(object)
    if (store === undefined) return false
    // Another node may have made the store just now.
    if (!tx) await this.refresh()
    const seat = await this.findSeat()
    const at = await this.options.clock.ask(this.options.now)
    if (this.isTrue(seat, at, subject, relation, object)) return true
    const link = storeLink(store)
    if (ask(seat.engine, link, { at })) return false
    // Who may do this in whatever store there is is told that there is none; everybody else learns nothing.
    const given = { at, contextualTuples: [link, ...moduleLinks(object)] }
    if (ask(seat.engine, { subject, relation, object }, given)) throw noStore(store)
    return false
  }

  private isTrue({ engine, prepared }: Seat, at: number, subject: string, relation: string, object: string): boolean {
    const question = { subject, relation, object }
    const links = moduleLinks(object)
    if (links.length > 0) return ask(engine, question, { at, contextualTuples: links })
    let own = prepared.get(subject)
    if (!own) {
      if (prepared.size >= SUBJECTS_MAX) prepared.clear()
      prepared.set(subject, (own = new Map()))
    }
    const key = `${relation} ${object}`
    let check = own.get(key)
    if (!check) {
      const made = engine.prepare(question)
      if (!made.ok) return false
      check = made.value
      // A name that the graph does not know yet is looked up again the next time.
      if (own.size >= QUESTIONS_PER_SUBJECT_MAX) own.clear()
      own.set(key, check)
    }
    return engine.checkPrepared(check, { at }).answer === 'yes'
  }

  private isPresent({ replica, engine, revision, chain }: Seat): boolean {
    const { nowMs, stalenessMsMax } = this.options
    const confirmedAtMs = replica.confirmedAtMs()
    if (confirmedAtMs === undefined || nowMs() - confirmedAtMs > stalenessMsMax) return false
    // The third is for a graph that was dropped while its engine was being fetched: it would stay as it is for ever.
    return (
      engine.graph.revision === revision &&
      replica.chainAt(revision) === chain &&
      replica.position().revision === revision
    )
  }

  private async findSeat(): Promise<Seat> {
    if (this.seat && this.isPresent(this.seat)) return this.seat
    const { replicas, nowMs, stalenessMsMax } = this.options
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const replica = await replicas.open(SYSTEM_STORE)
      const { revision } = replica.position()
      const { engine } = await replica.modelAt(revision)
      const confirmedAtMs = replica.confirmedAtMs()
      if (confirmedAtMs === undefined || nowMs() - confirmedAtMs > stalenessMsMax) {
        const message = `who may do what was last confirmed here more than ${stalenessMsMax} ms ago`
        throw new AppError('unavailable', message, { detail: { reason: 'stale' } })
      }
      const chain = replica.chainAt(revision)
      const prepared = this.seat?.engine === engine ? this.seat.prepared : new Map()
      if (!chain || engine.graph.revision !== revision) continue
      return (this.seat = { replica, engine, revision, chain, prepared })
    }
    throw new AppError('unavailable', 'who may do what moved on too fast')
  }

  /** What the transaction sees must be known here, so that decision and change are of one state. */
  private async reach(tx: Transaction): Promise<void> {
    const head = await this.options.head(tx)
    if (!head) throw new AppError('misconfigured', 'the database has lost the store that decides who may do what')
    const replica = await this.options.replicas.open(SYSTEM_STORE)
    if (replica.position().revision >= head.revision && replica.chainAt(head.revision)?.equals(head.chain)) return
    await replica.poll()
    if (replica.position().revision >= head.revision) return
    throw new AppError('unavailable', 'what was last decided about keys has not arrived here')
  }
}

/** An error is not a yes. */
function ask(engine: Engine, question: CheckQuestion, given: Given): boolean {
  return engine.check(question, given).answer === 'yes'
}

function storeOf(object: string): string | undefined {
  if (object.startsWith('store:')) return object.slice('store:'.length)
  return object.startsWith('module:') ? storeOfModule(object.slice('module:'.length)) : undefined
}

/** That a module is of its store is said by its name, `store/module`, and not written anywhere. */
function moduleLinks(object: string) {
  if (!object.startsWith('module:')) return []
  return [{ object, relation: 'store', subject: `store:${storeOf(object)}` }]
}

function noStore(store: string): AppError {
  return new AppError('not_found', `there is no store \`${store}\``)
}
