// What a change would alter: every decision that is another one after it. Nothing is written: the change is made on a fork
// of the graph, and one engine is asked at the revision before and at the one after.
//
// Who can be concerned is known from the change. A tuple brings to a node its own subject, or those who are named below
// the userset or the parent that it leads to; nobody else's decisions can turn on it. So the places that rest on a changed
// tuple are followed upwards through the model, each with its causes, and only for those subjects and places the engine
// is asked. Two things concern everybody: a tuple for everybody of a type, and what is taken away, where a cycle counts
// for all. There everybody is asked about, and whoever is named around the place, because they can differ from everybody.
//
// It ends at its bounds with what it has: then it says which bound, and its numbers are no more than a beginning.

import { createEngine, type Engine } from '../engine.ts'
import type { Change } from '../graph/change.ts'
import type { Conflict, Graph } from '../graph/graph.ts'
import { dependentsOf } from '../plan/dependents.ts'
import type { CompiledModel, PlanNode } from '../plan/plan.ts'
import { planForSubject, type SubjectPlan } from '../plan/subject-plan.ts'
import type { CheckQuestion, Given } from '../question.ts'
import { parseObject, parseSubject, type Tuple } from '../tuple.ts'
import type { Verdict } from '../verdict.ts'
import { type Named, NamedWalk, pack, packedNode, packedType } from './named.ts'
import { formOf } from './resolve.ts'

export interface AlteredDecision extends CheckQuestion {
  readonly before: Verdict['answer']
  readonly after: Verdict['answer']
}

export interface AlteredLimits {
  /** Edges followed to find the places. */
  readonly placeStepsMax: number
  /** Decisions compared. */
  readonly comparedMax: number
  /** Milliseconds by the clock given with the question. */
  readonly deadlineMs: number
}

export const ALTERED_LIMITS: AlteredLimits = { placeStepsMax: 2_000_000, comparedMax: 500_000, deadlineMs: 10_000 }

export interface Altered {
  /** The bound that ended the search: there are at least these. */
  readonly limit: keyof AlteredLimits | undefined
  /** Decisions that were compared. */
  readonly compared: number
  /** Context that was missing for some of them, sorted. */
  readonly missing: readonly string[]
}

export interface AlterQuestion {
  readonly change: Change
  /** The relations that matter; default: all. */
  readonly matters?: (type: string, relation: string) => boolean
  readonly onAltered: (decision: AlteredDecision) => void
  readonly limits?: Partial<AlteredLimits>
}

/** In slices: between two of them others may work, and the graph may change. */
export function* findAltered(
  graph: Graph,
  model: CompiledModel,
  question: AlterQuestion,
  given: Given,
): Generator<undefined, Altered | { readonly conflict: Conflict }> {
  const fork = graph.fork()
  const { revision } = fork
  const applied = fork.apply(question.change)
  if (!applied.ok) return { conflict: applied.conflict }
  return yield* new Alteration(fork, model, question, given, revision).run()
}

/** Whose decisions may change somewhere: those of some causes, or of everybody. */
interface Concern {
  readonly node: PlanNode
  readonly object: number
  readonly causes: Set<number>
  isForAll: boolean
  isOpen: boolean
}

class Alteration {
  private readonly graph: Graph
  private readonly engine: Engine
  private readonly model: CompiledModel
  private readonly question: AlterQuestion
  private readonly given: Given
  private readonly before: number
  private readonly limits: AlteredLimits
  private readonly walk: NamedWalk
  private readonly endsAtMs: number
  private readonly plans = new Map<string, SubjectPlan>()
  private readonly concerns = new Map<number, Concern>()
  private readonly open: Concern[] = []
  /** The subjects of each cause, packed. */
  private readonly causes: Set<number>[] = []
  private readonly causeNumbers = new Map<string, number>()
  private readonly missing = new Set<string>()
  private limit: keyof AlteredLimits | undefined
  private compared = 0

  constructor(graph: Graph, model: CompiledModel, question: AlterQuestion, given: Given, before: number) {
    this.graph = graph
    this.model = model
    this.engine = createEngine(graph, model)
    this.question = question
    this.given = given
    this.before = before
    this.limits = { ...ALTERED_LIMITS, ...question.limits }
    this.walk = new NamedWalk(graph, model, [graph.view(before)!, graph.view()!])
    this.endsAtMs = given.clock ? given.clock() + this.limits.deadlineMs : Number.POSITIVE_INFINITY
  }

  *run(): Generator<undefined, Altered> {
    const { removed, added } = this.question.change
    for (const tuple of [...removed, ...added]) yield* this.begin(tuple)
    yield* this.spread()
    yield* this.compareAll()
    return { limit: this.limit, compared: this.compared, missing: [...this.missing].sort() }
  }

  /** The places where the tuple itself is read. */
  private *begin({ object, relation, subject }: Tuple): Generator<undefined, void> {
    const at = parseObject(object)
    const who = parseSubject(subject)
    if (!at || !who) return
    const form = formOf(who)
    const type = this.graph.registerType(at.type)
    const number = this.graph.names[type]!.find(at.id)
    const subjectType = this.graph.registerType(who.type)
    const subjectNumber = form === '*' ? 0 : this.graph.names[subjectType]!.find(who.id)
    if (number < 0 || subjectNumber < 0) return
    for (const { node, restriction, target } of dependentsOf(this.model).uses.get(`${at.type}#${relation}`) ?? []) {
      if (restriction.subjectType !== who.type || restriction.subjectRelation !== form) continue
      const concern = this.concernAt(node, number)
      if (target) this.addNamed(concern, yield* this.namedBelow(target, subjectNumber))
      else if (form === '*') this.widen(concern)
      else
        this.addCause(
          concern,
          this.causeOf(`@${subject}`, () => new Set([pack(subjectType, subjectNumber)])),
        )
    }
  }

  private addNamed(concern: Concern, { cause, hasEverybody }: KnownNamed): void {
    if (hasEverybody) this.widen(concern)
    else this.addCause(concern, cause)
  }

  private readonly known = new Map<number, KnownNamed>()

  private *namedBelow(node: PlanNode, object: number): Generator<undefined, KnownNamed> {
    const key = pack(node.id, object)
    const known = this.known.get(key)
    if (known) return known
    const { subjects, hasEverybody } = yield* this.walk.below(node, object, this.limits.placeStepsMax)
    const found = { cause: this.causeOf(`#${key}`, () => subjects), hasEverybody }
    this.known.set(key, found)
    return found
  }

  private causeOf(key: string, make: () => Set<number>): number {
    const known = this.causeNumbers.get(key)
    if (known !== undefined) return known
    const number = this.causes.push(make()) - 1
    this.causeNumbers.set(key, number)
    return number
  }

  private concernAt(node: PlanNode, object: number): Concern {
    const key = pack(node.id, object)
    let concern = this.concerns.get(key)
    if (!concern) {
      concern = { node, object, causes: new Set(), isForAll: false, isOpen: false }
      this.concerns.set(key, concern)
    }
    return concern
  }

  private addCause(concern: Concern, cause: number): void {
    if (concern.isForAll || concern.causes.has(cause)) return
    concern.causes.add(cause)
    this.reopen(concern)
  }

  private widen(concern: Concern): void {
    if (concern.isForAll) return
    concern.isForAll = true
    concern.causes.clear()
    this.reopen(concern)
  }

  private reopen(concern: Concern): void {
    if (concern.isOpen) return
    concern.isOpen = true
    this.open.push(concern)
  }

  /** To everything that rests on what is concerned, the nearest first. */
  private *spread(): Generator<undefined, void> {
    const { of } = dependentsOf(this.model)
    for (let next = 0; next < this.open.length; next++) {
      const concern = this.open[next]!
      concern.isOpen = false
      if (this.isOver('placeStepsMax', this.walk.steps)) return
      if (next % 256 === 255) yield undefined
      for (const { node, through, isTaken } of of[concern.node.id]!) {
        this.walk.steps++
        const objects = through ? this.walk.objects(node.type, through, concern.object) : [concern.object]
        for (const object of objects) this.hand(concern, this.concernAt(node, object), isTaken)
      }
    }
  }

  private hand(from: Concern, to: Concern, isTaken: boolean): void {
    if (from.isForAll || isTaken) this.widen(to)
    else for (const cause of from.causes) this.addCause(to, cause)
  }

  private *compareAll(): Generator<undefined, void> {
    const batch: CheckQuestion[] = []
    for (const concern of this.concerns.values()) {
      const { node, object } = concern
      if (node.relation === '' || this.question.matters?.(node.type, node.relation) === false) continue
      const place = `${node.type}:${this.graph.names[this.graph.registerType(node.type)]!.get(object)}`
      for (const subject of yield* this.subjectsOf(concern)) {
        if (this.isOver('comparedMax', this.compared + batch.length + 1)) return this.compare(batch)
        batch.push({ subject, relation: node.relation, object: place })
        if (batch.length < BATCH) continue
        this.compare(batch.splice(0))
        yield undefined
      }
    }
    this.compare(batch)
  }

  private *subjectsOf(concern: Concern): Generator<undefined, Iterable<string>> {
    const { node, object, causes, isForAll } = concern
    const found = new Set<number>()
    if (isForAll) {
      const { subjects } = yield* this.walk.below(node, object, Number.POSITIVE_INFINITY)
      for (const subject of subjects) found.add(subject)
    } else for (const cause of causes) for (const subject of this.causes[cause]!) found.add(subject)
    return this.textsOf(node, found, isForAll)
  }

  /** Those who can be there at all, by the model. */
  private *textsOf(node: PlanNode, subjects: ReadonlySet<number>, isForAll: boolean): Generator<string> {
    if (isForAll)
      for (const type of this.model.types.keys())
        if (this.planFor(type, '*').nodes[node.id] !== undefined) yield `${type}:*`
    for (const packed of subjects) {
      const type = this.graph.typeName(packedType(packed))
      if (this.planFor(type, '').nodes[node.id] === undefined) continue
      yield `${type}:${this.graph.names[packedType(packed)]!.get(packedNode(packed))}`
    }
  }

  private planFor(type: string, form: string): SubjectPlan {
    const key = `${type}#${form}`
    let plan = this.plans.get(key)
    if (!plan) this.plans.set(key, (plan = planForSubject(this.model, this.graph, type, form)))
    return plan
  }

  private compare(batch: readonly CheckQuestion[]): void {
    const before = this.engine.checkMany(batch, { ...this.given, revision: this.before })
    const after = this.engine.checkMany(batch, { ...this.given, revision: this.before + 1 })
    this.compared += batch.length
    for (const [index, each] of batch.entries()) {
      const [was, is] = [before[index]!, after[index]!]
      for (const verdict of [was, is]) if (verdict.answer === 'error') this.learn(verdict)
      if (was.answer !== is.answer) this.question.onAltered({ ...each, before: was.answer, after: is.answer })
    }
  }

  private learn({ error }: Extract<Verdict, { answer: 'error' }>): void {
    for (const name of error.missing ?? []) this.missing.add(name)
    if (error.code === 'limit_exceeded') this.limit ??= 'deadlineMs'
  }

  /** What was found before a bound was met is compared all the same, as long as there is time. */
  private isOver(bound: 'placeStepsMax' | 'comparedMax', used: number): boolean {
    const isLate = this.given.clock !== undefined && this.given.clock() > this.endsAtMs
    const isUsedUp = used > this.limits[bound]
    if (isLate || isUsedUp) this.limit ??= isLate ? 'deadlineMs' : bound
    return isLate || isUsedUp
  }
}

interface KnownNamed extends Pick<Named, 'hasEverybody'> {
  readonly cause: number
}

/** Decisions compared in one slice: about a millisecond. */
const BATCH = 256
