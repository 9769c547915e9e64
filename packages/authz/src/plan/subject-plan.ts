// A plan for one kind of subject on one graph: what remains of a compiled model when one asks about a `user`, or
// about a `group#member`. Branches on which such a subject cannot lie are gone, and what is left is numbered as the
// graph numbers it. Usersets and arrows become the same thing: edges of a kind to follow to another node.

import type { Condition } from '../condition.ts'
import type { Graph } from '../graph/graph.ts'
import { type Cycles, findCycles } from './cycles.ts'
import type { CompiledModel, PlanNode, PlanOperator, Restriction } from './plan.ts'

/** The edges of one kind that the model allows. */
export interface Edge {
  readonly kind: number
  /** Edges without a condition are allowed. */
  readonly plain: boolean
  readonly conditions: ReadonlyMap<string, Condition>
  readonly restriction: Restriction
}

export interface Follow extends Edge {
  readonly target: Node
}

export interface Node {
  readonly id: number
  readonly type: number
  readonly source: PlanNode
  /** What its own rewrite says; relations of the same object are in `same`. */
  own: Terms
  /** Can lead back to itself. */
  recursive: boolean
  /** Can lead to a node that leads back to itself. */
  cyclic: boolean
  /** Nothing but unions from here on. */
  pure: boolean
  /** Pure, and from here one comes to no other node: groups in groups, folders in folders. */
  closed: boolean
  /** The terms of the node and of all that is the same on the same object, which a search enters at once. */
  flat: Terms
  /** Nothing but edges to the subject. */
  leaf: boolean
}

export interface Terms {
  /** The subject asked about is a userset of this very relation: it has the relation on its own object. */
  readonly reflexive: boolean
  /** Edges to the subject itself. */
  readonly direct: readonly Edge[]
  /** Edges to everybody of the subject's type. */
  readonly everyone: readonly Edge[]
  readonly follow: readonly Follow[]
  readonly operators: readonly Operator[]
  /** Of flat terms: those that are left as they are because they go in circles, which a search has to see. */
  readonly same: readonly Node[]
}

export interface Operator {
  readonly id: number
  readonly kind: 'and' | 'but not'
  readonly operands: readonly Node[]
  /** Can come back to itself. */
  recursive: boolean
  /** Its operands are nothing but edges to the subject: cheaper to do again than to remember. */
  simple: boolean
  /** What is taken away can lie on a cycle, which is neither a yes nor a plain no. */
  cyclic: boolean
}

export interface SubjectPlan {
  readonly subjectType: number
  /** By `PlanNode.id`; undefined where the subject cannot be. */
  readonly nodes: readonly (Node | undefined)[]
}

/** `subjectRelation` is empty for a plain subject, `*` for everybody, else the userset's relation. */
export function planForSubject(
  model: CompiledModel,
  graph: Graph,
  subjectType: string,
  subjectRelation: string,
): SubjectPlan {
  const kept = keepCyclic(model, findReached(model, subjectType, subjectRelation))
  const nodes = model.nodes.map((node) => (kept[node.id] ? emptyNode(graph, node) : undefined))
  for (const node of nodes) {
    if (node) node.own = readTerms(model, graph, node.source, nodes, { type: subjectType, relation: subjectRelation })
  }
  analyse(nodes.filter((node) => node !== undefined))
  return { subjectType: graph.registerType(subjectType), nodes }
}

interface Subject {
  readonly type: string
  readonly relation: string
}

function matchesDirectly(restriction: Restriction, { type, relation }: Subject): boolean {
  return restriction.subjectType === type && restriction.subjectRelation === relation
}

function matchesEveryone(restriction: Restriction, { type, relation }: Subject): boolean {
  return restriction.subjectType === type && restriction.subjectRelation === '*' && relation === ''
}

/** Which nodes such a subject can reach at all: the least set, since a cycle alone reaches nobody. */
function findReached(model: CompiledModel, type: string, relation: string): boolean[] {
  const reached: boolean[] = model.nodes.map(() => false)
  const subject = { type, relation }
  const reaches = (node: PlanNode): boolean =>
    (node.type === type && node.relation === relation && relation !== '') ||
    node.restrictions.some(
      (restriction) =>
        matchesDirectly(restriction, subject) ||
        matchesEveryone(restriction, subject) ||
        isReached(usersetNode(model, restriction)),
    ) ||
    node.same.some(isReached) ||
    node.arrows.some((arrow) => arrow.parents.some(({ target }) => isReached(target))) ||
    node.operators.some((operator) => operatorReached(operator))
  const isReached = (node: PlanNode | undefined): boolean => node !== undefined && reached[node.id]!
  const operatorReached = ({ kind, operands }: PlanOperator): boolean =>
    kind === 'and' ? operands.every(isReached) : isReached(operands[0])
  for (let changed = true; changed; ) {
    changed = false
    for (const node of model.nodes) {
      if (reached[node.id] || !reaches(node)) continue
      reached[node.id] = true
      changed = true
    }
  }
  return reached
}

/**
 * What cannot reach the subject is a no, and may go, but for one thing: it may be a cycle, and a cycle that is taken
 * away keeps a `but not` from saying yes. So below a subtrahend everything stays from which one can go in circles.
 */
function keepCyclic(model: CompiledModel, reached: readonly boolean[]): boolean[] {
  const { next, leadsToLoop } = cyclesOf(model)
  const kept = [...reached]
  const subtrahends = model.operators.flatMap(({ kind, operands }) => (kind === 'but not' ? [operands[1]!.id] : []))
  const below = new Set(subtrahends)
  for (const place of below) {
    if (leadsToLoop[place]) kept[place] = true
    for (const target of next[place]!) below.add(target)
  }
  return kept
}

interface ModelCycles extends Cycles {
  /** By node: where evaluation can go from it, whoever is asked about. */
  readonly next: readonly (readonly number[])[]
}

const knownCycles = new WeakMap<CompiledModel, ModelCycles>()

function cyclesOf(model: CompiledModel): ModelCycles {
  let cycles = knownCycles.get(model)
  if (!cycles) {
    const next = model.nodes.map((node) => nextOf(model, node).map(({ id }) => id))
    cycles = { next, ...findCycles(next) }
    knownCycles.set(model, cycles)
  }
  return cycles
}

function nextOf(model: CompiledModel, node: PlanNode): PlanNode[] {
  const usersets = node.restrictions.map((restriction) => usersetNode(model, restriction))
  const parents = node.arrows.flatMap((arrow) => arrow.parents.map(({ target }) => target))
  const operands = node.operators.flatMap((operator) => operator.operands)
  return [...usersets, ...parents, ...node.same, ...operands].filter((each) => each !== undefined)
}

/** The node that a userset restriction leads to. */
export function usersetNode(model: CompiledModel, restriction: Restriction): PlanNode | undefined {
  if (restriction.subjectRelation === '' || restriction.subjectRelation === '*') return undefined
  return model.types.get(restriction.subjectType)?.relations.get(restriction.subjectRelation)
}

const NO_TERMS: Terms = { reflexive: false, direct: [], everyone: [], follow: [], operators: [], same: [] }

function emptyNode(graph: Graph, source: PlanNode): Node {
  return {
    id: source.id,
    type: graph.registerType(source.type),
    source,
    own: NO_TERMS,
    recursive: false,
    cyclic: false,
    pure: true,
    closed: true,
    flat: NO_TERMS,
    leaf: true,
  }
}

function readTerms(
  model: CompiledModel,
  graph: Graph,
  { type, relation, restrictions, arrows, ...source }: PlanNode,
  nodes: readonly (Node | undefined)[],
  subject: Subject,
): Terms {
  const reflexive = subject.relation !== '' && type === subject.type && relation === subject.relation
  const direct: Edge[] = []
  const everyone: Edge[] = []
  const follow: Follow[] = []
  for (const restriction of restrictions) {
    const edge = bindEdge(model, graph, type, restriction)
    if (matchesDirectly(restriction, subject)) direct.push(edge)
    else if (matchesEveryone(restriction, subject)) everyone.push(edge)
    const target = nodes[usersetNode(model, restriction)?.id ?? -1]
    if (target) follow.push({ ...edge, target })
  }
  for (const parent of arrows.flatMap(({ parents }) => parents)) {
    const target = nodes[parent.target?.id ?? -1]
    if (target) follow.push({ ...bindEdge(model, graph, type, parent.restriction), target })
  }
  const bound = source.operators.map((operator) => bindOperator(operator, nodes))
  const operators = bound.filter((each): each is Operator => each !== undefined && 'operands' in each)
  const bases = bound.filter((each): each is Node => each !== undefined && 'own' in each)
  return {
    reflexive,
    direct,
    everyone,
    follow,
    operators,
    same: [...source.same.flatMap(({ id }) => nodes[id] ?? []), ...bases],
  }
}

/** `a but not b` is `a` where `b` is out of reach; `a and b` is nothing where either is. */
function bindOperator(
  { id, kind, operands }: PlanOperator,
  nodes: readonly (Node | undefined)[],
): Operator | Node | undefined {
  const bound = operands.map((operand) => nodes[operand.id])
  if (kind === 'but not' && !bound[1]) return bound[0]
  const present = bound.filter((operand) => operand !== undefined)
  if (present.length < bound.length) return undefined
  return { id, kind, operands: present, recursive: false, simple: false, cyclic: false }
}

export function bindEdge(model: CompiledModel, graph: Graph, objectType: string, restriction: Restriction): Edge {
  const conditions = new Map<string, Condition>()
  for (const name of restriction.conditions) {
    const condition = model.conditions.get(name)
    if (condition) conditions.set(name, condition)
  }
  const { relation, subjectType, subjectRelation, plain } = restriction
  return {
    kind: graph.registerKind(objectType, relation, subjectType, subjectRelation),
    plain,
    conditions,
    restriction,
  }
}

function analyse(nodes: readonly Node[]): void {
  const places = new Map(nodes.map((node, place) => [node, place]))
  const next = nodes.map((node) => targetsOf(node).map((target) => places.get(target)!))
  const { isLoop, leadsToLoop } = findCycles(next)
  const isImpure = spreadBack(
    next,
    nodes.map(({ own }) => own.operators.length > 0),
  )
  for (const [place, node] of nodes.entries()) {
    node.recursive = isLoop[place]!
    node.cyclic = leadsToLoop[place]!
    node.pure = !isImpure[place]
    node.closed = node.pure && next[place]!.every((target) => target === place)
    node.flat = flatten(node)
    const { reflexive, follow, operators, same } = node.flat
    node.leaf = !reflexive && follow.length === 0 && same.length === 0 && operators.length === 0
  }
  for (const operator of nodes.flatMap(({ own }) => own.operators)) {
    operator.simple = operator.operands.every(({ leaf }) => leaf)
    operator.recursive = operator.operands.some(({ recursive }) => recursive)
    operator.cyclic = operator.kind === 'but not' && operator.operands[1]!.cyclic
  }
}

function targetsOf({ own: { follow, same, operators } }: Node): Node[] {
  return [...follow.map(({ target }) => target), ...same, ...operators.flatMap(({ operands }) => operands)]
}

/** Marks also every place that leads to a marked one. */
function spreadBack(next: readonly (readonly number[])[], marked: boolean[]): boolean[] {
  const from: number[][] = next.map(() => [])
  for (const [place, targets] of next.entries()) for (const target of targets) from[target]!.push(place)
  const open = marked.flatMap((isMarked, place) => (isMarked ? [place] : []))
  for (const place of open) {
    for (const source of from[place]!) {
      if (marked[source]) continue
      marked[source] = true
      open.push(source)
    }
  }
  return marked
}

/** Circles on one object (`a: b`, `b: a`) are rare and stay as they are. */
function flatten(node: Node): Terms {
  const terms = sameObject(node)?.map(({ own }) => own) ?? []
  if (terms.length <= 1) return node.own
  return {
    reflexive: terms.some((each) => each.reflexive),
    direct: terms.flatMap((each) => each.direct),
    everyone: terms.flatMap((each) => each.everyone),
    follow: terms.flatMap((each) => each.follow),
    operators: terms.flatMap((each) => each.operators),
    same: [],
  }
}

/** The node and all that evaluation comes to without leaving the object; undefined when that goes in circles. */
function sameObject(start: Node): Node[] | undefined {
  const done: Node[] = []
  const inWork = new Set<Node>()
  const isStraight = (node: Node): boolean => {
    if (inWork.has(node)) return false
    if (done.includes(node)) return true
    inWork.add(node)
    const straight = node.own.same.every(isStraight)
    inWork.delete(node)
    done.push(node)
    return straight
  }
  return isStraight(start) ? done.reverse() : undefined
}
