// Who is named around a place: every subject that a tuple names on the way down from a node on an object, whether or not
// it counts there, at any of the revisions given. Whoever is not among them is decided as everybody of the type is.

import type { Graph } from '../graph/graph.ts'
import { Row, type View } from '../graph/view.ts'
import type { CompiledModel, PlanNode, Restriction } from '../plan/plan.ts'
import { usersetNode } from '../plan/subject-plan.ts'
import { parseObject } from '../tuple.ts'

/** A type and a node of it as one number: types are few. */
const PER_TYPE = 2 ** 32

export function pack(type: number, node: number): number {
  return type * PER_TYPE + node
}

export function packedType(packed: number): number {
  return Math.floor(packed / PER_TYPE)
}

export function packedNode(packed: number): number {
  return packed % PER_TYPE
}

export interface Named {
  /** Packed. */
  readonly subjects: Set<number>
  /** Everybody of some type is among them. */
  hasEverybody: boolean
}

/**
 * The subjects of a type that are named around a relation on an object: those who can be told apart from everybody there.
 * In slices; undefined when there are more steps to them than allowed.
 */
export function* namedSubjects(
  graph: Graph,
  model: CompiledModel,
  { object, relation, type }: { readonly object: string; readonly relation: string; readonly type: string },
  stepsMax: number,
): Generator<undefined, readonly string[] | undefined> {
  const at = parseObject(object)
  const node = at && model.types.get(at.type)?.relations.get(relation)
  const number = at && node ? graph.names[graph.registerType(at.type)]!.find(at.id) : -1
  if (!node || number < 0) return []
  const walk = new NamedWalk(graph, model, [graph.view()!])
  const { subjects } = yield* walk.below(node, number, stepsMax)
  if (walk.steps > stepsMax) return undefined
  const wanted = graph.registerType(type)
  const own = [...subjects].filter((packed) => packedType(packed) === wanted)
  return own.map((packed) => `${type}:${graph.names[wanted]!.get(packedNode(packed))}`)
}

export class NamedWalk {
  /** Edges read so far. */
  steps = 0
  private readonly graph: Graph
  private readonly model: CompiledModel
  private readonly views: readonly View[]
  private readonly row = new Row()

  constructor(graph: Graph, model: CompiledModel, views: readonly View[]) {
    this.graph = graph
    this.model = model
    this.views = views
  }

  /** In slices. Ends early once `stepsMax` is passed: then not all of them are there. */
  *below(start: PlanNode, object: number, stepsMax: number): Generator<undefined, Named> {
    const named: Named = { subjects: new Set(), hasEverybody: false }
    const visited = new Set<number>()
    const open: [PlanNode, number][] = []
    const visit = (node: PlanNode, at: number) => {
      const key = pack(node.id, at)
      if (visited.has(key)) return
      visited.add(key)
      open.push([node, at])
    }
    visit(start, object)
    for (let next = open.pop(); next && this.steps <= stepsMax; next = open.pop()) {
      const [node, at] = next
      if (++this.steps % 512 === 0) yield undefined
      for (const restriction of node.restrictions) this.readRestriction(node, restriction, at, named, visit)
      for (const same of node.same) visit(same, at)
      for (const { restriction, target } of node.arrows.flatMap(({ parents }) => parents))
        if (target) for (const parent of this.subjects(node, restriction, at)) visit(target, parent)
      for (const { operands } of node.operators) for (const operand of operands) visit(operand, at)
    }
    return named
  }

  /** The objects from which tuples of this form lead to the subject, each once. */
  objects(type: string, restriction: Restriction, subject: number): number[] {
    return this.read(this.kind(type, restriction), subject, true)
  }

  private readRestriction(
    node: PlanNode,
    restriction: Restriction,
    object: number,
    named: Named,
    visit: (node: PlanNode, at: number) => void,
  ): void {
    const subjects = this.subjects(node, restriction, object)
    if (subjects.length === 0) return
    if (restriction.subjectRelation === '*') {
      named.hasEverybody = true
      return
    }
    const target = usersetNode(this.model, restriction)
    if (target) for (const subject of subjects) visit(target, subject)
    if (restriction.subjectRelation !== '') return
    const type = this.graph.registerType(restriction.subjectType)
    for (const subject of subjects) named.subjects.add(pack(type, subject))
  }

  private subjects({ type }: PlanNode, restriction: Restriction, object: number): number[] {
    return this.read(this.kind(type, restriction), object, false)
  }

  private kind(type: string, { relation, subjectType, subjectRelation }: Restriction): number {
    return this.graph.registerKind(type, relation, subjectType, subjectRelation)
  }

  private read(kind: number, node: number, isReverse: boolean): number[] {
    const { row } = this
    const found = new Set<number>()
    for (const view of this.views) {
      if (view.edges(kind) === 0) continue
      if (isReverse) view.objects(kind, node, row)
      else view.subjects(kind, node, row)
      for (let i = row.start; i < row.end; i++) found.add(row.nodes[i]!)
    }
    this.steps += found.size
    return [...found]
  }
}
