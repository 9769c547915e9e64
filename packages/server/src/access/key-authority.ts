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

const SUBJECTS_MAX = 10_000
const OBJECTS_PER_SUBJECT_MAX = 1_000

export class Authority {
  private readonly options: AuthorityOptions
  /** What was prepared on which engine, by subject, object and relation. */
  private engine: Engine | undefined
  private readonly prepared = new Map<string, Map<string, Map<string, PreparedCheck>>>()

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
    const { replicas, clock, now } = this.options
    const replica = replicas.loaded(SYSTEM_STORE)
    if (!replica || !this.isFresh(replica)) return undefined
    const known = replica.knownModel(replica.position().revision)
    const at = known && clock.instant(now().getTime())
    return at === undefined ? undefined : this.isTrue(known!.engine, at, subject, relation, object)
  }

  private async isTrueSoon(subject: string, relation: string, object: string): Promise<boolean> {
    const { engine, at } = await this.present()
    return this.isTrue(engine, at, subject, relation, object)
  }

  private async present(): Promise<{ readonly engine: Engine; readonly at: number }> {
    const { replicas, clock, now, stalenessMsMax } = this.options
    const at = await clock.ask(now)
    const replica = await replicas.open(SYSTEM_STORE)
    const { engine } = await replica.modelAt(replica.position().revision)
    if (this.isFresh(replica)) return { engine, at }
    const message = `who may do what was last confirmed here more than ${stalenessMsMax} ms ago`
    throw new AppError('unavailable', message, { detail: { reason: 'stale' } })
  }

  private async isAllowedNewly(subject: string, relation: string, object: string, tx?: Transaction): Promise<boolean> {
    if (tx) await this.reach(tx)
    if (await this.isTrueSoon(subject, relation, object)) return true
    const store = storeOf(object)
    if (store === undefined) return false
    // Another node may have made the store just now.
    if (!tx) await this.refresh()
    const { engine, at } = await this.present()
    if (this.isTrue(engine, at, subject, relation, object)) return true
    // Who could do this if there were such a store is told that there is none; everybody else learns nothing.
    const given = { at, contextualTuples: [storeLink(store), ...moduleLinks(object)] }
    if (ask(engine, { subject, relation, object }, given)) throw noStore(store)
    return false
  }

  private isTrue(engine: Engine, at: number, subject: string, relation: string, object: string): boolean {
    if (this.engine !== engine) this.prepared.clear()
    this.engine = engine
    const known = this.prepared.get(subject)?.get(object)?.get(relation)
    if (known) return engine.checkPrepared(known, { at }).answer === 'yes'
    const question = { subject, relation, object }
    const links = moduleLinks(object)
    if (links.length > 0) return ask(engine, question, { at, contextualTuples: links })
    const made = engine.prepare(question)
    if (!made.ok || engine.checkPrepared(made.value, { at }).answer !== 'yes') return false
    // Only what was a yes is kept, so that nobody fills the memory with names of things that there are not.
    this.keep(made.value)
    return true
  }

  private keep(check: PreparedCheck): void {
    const { subject, relation, object } = check.question
    let own = this.prepared.get(subject)
    if (!own) {
      if (this.prepared.size >= SUBJECTS_MAX) this.prepared.clear()
      this.prepared.set(subject, (own = new Map()))
    }
    let there = own.get(object)
    if (!there) {
      if (own.size >= OBJECTS_PER_SUBJECT_MAX) own.clear()
      own.set(object, (there = new Map()))
    }
    there.set(relation, check)
  }

  private isFresh(replica: Replica): boolean {
    const { nowMs, stalenessMsMax } = this.options
    const confirmedAtMs = replica.confirmedAtMs()
    return confirmedAtMs !== undefined && nowMs() - confirmedAtMs <= stalenessMsMax
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
