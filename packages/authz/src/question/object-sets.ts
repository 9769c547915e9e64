// The objects on which a subject has a node, found from the subject's side: edges to the subject backwards, then the
// edges to those objects, to the end. Operators are set algebra on what their operands give. Where that cannot be
// exact (an operator that comes back to itself, a subtrahend that may lie on a cycle, a condition that lacks context)
// a cheap superset is listed instead, and each member is checked.
//
// All work comes in slices, so that a list of a million lets checks pass.

import { Row } from '../graph/view.ts'
import { type Backward, backwardOf, backwardOfSuperset } from '../plan/backward.ts'
import type { Edge, Node, Operator } from '../plan/subject-plan.ts'
import { type Asking, FALSE, STOP, TRUE, UNSURE } from './asking.ts'
import { Bits } from './bits.ts'

/** Edges in one slice: about a third of a millisecond. */
const SLICE = 16_384
/** The same for edges with conditions to evaluate. */
const JUDGED_SLICE = 1024

export class ObjectSets {
  private readonly asking: Asking
  private readonly subject: number
  private readonly sets = new Map<number, Bits>()
  private readonly row = new Row()
  /** In the superset, an edge that cannot be judged counts. */
  private generous = false
  private result: number = TRUE
  private inSlice = 0
  private readonly large: LargeRow[] = []
  /** Nodes whose set holds everything. */
  private readonly complete = new Set<number>()

  constructor(asking: Asking, subject: number) {
    this.asking = asking
    this.subject = subject
  }

  /** TRUE and the set is in `of(node)`; UNSURE, STOP. */
  *exact(node: Node, isWhole = false): Generator<undefined, number> {
    if (this.complete.has(node.id)) return TRUE
    const backward = backwardOf(node)
    for (const { owner, operator } of backward.operators) {
      // The set of the only operator of the node that is listed can be the node's own.
      const isAlone = isWhole && owner === node && backward.operators.length === 1
      const found = yield* this.operate(owner, operator, isAlone)
      if (found !== TRUE) return found
    }
    return yield* this.spread(backward)
  }

  /** The same for a superset of the objects: all that the subject may have the node on, and few others. */
  *superset(node: Node): Generator<undefined, number> {
    this.generous = true
    this.result = TRUE
    this.large.length = 0
    this.sets.clear()
    this.complete.clear()
    return yield* this.spread(backwardOfSuperset(node))
  }

  of(node: Node): Bits {
    let bits = this.sets.get(node.id)
    if (!bits) {
      bits = new Bits(this.asking.view.nodes(node.type))
      this.sets.set(node.id, bits)
    }
    return bits
  }

  private *operate(owner: Node, operator: Operator, isAlone: boolean): Generator<undefined, number> {
    if (operator.recursive || operator.cyclic) return UNSURE
    const result = yield* this.combine(operator)
    if (typeof result === 'number') return result
    if (isAlone) this.sets.set(owner.id, result)
    else this.of(owner).include(result)
    return TRUE
  }

  /** What is left of the first operand's set. Doing it again, for another node with the same operator, changes nothing. */
  private *combine({ kind, operands }: Operator): Generator<undefined, Bits | number> {
    const [first, ...rest] = operands
    const found = yield* this.exact(first!)
    if (found !== TRUE) return found
    const result = this.of(first!)
    for (const operand of rest) {
      const row = yield* this.onlyRow(operand)
      if (typeof row === 'number') return row
      if (row) {
        yield* kind === 'and' ? keepOnlyRow(result, row) : removeRow(result, row)
        continue
      }
      const other = yield* this.exact(operand)
      if (other !== TRUE) return other
      if (kind === 'and') result.keepOnly(this.of(operand))
      else result.remove(this.of(operand))
    }
    return result
  }

  /** An operand that is one row of edges need not become a set: its nodes, ascending; undefined when it is more. */
  private *onlyRow({ leaf, flat }: Node): Generator<undefined, Uint32Array | number | undefined> {
    const [edge, second] = [...flat.direct, ...flat.everyone]
    if (!leaf || !edge || second) return undefined
    const { row } = this
    this.asking.view.objects(edge.kind, flat.direct.length > 0 ? this.subject : 0, row)
    const { nodes, attributes, start, end } = row
    if (!this.asking.spend(end - start)) return STOP
    if (attributes === null && edge.plain) return nodes.subarray(start, end)
    const kept = new Uint32Array(end - start)
    let count = 0
    for (let i = start; i < end; i++) {
      const judged = this.asking.judge(edge, attributes === null ? 0 : attributes[i]!)
      if (judged === UNSURE) return UNSURE
      if (judged === TRUE) kept[count++] = nodes[i]!
      if (i % JUDGED_SLICE === 0) yield undefined
    }
    return kept.subarray(0, count)
  }

  private *spread({ nodes, entries }: Backward): Generator<undefined, number> {
    const queue = new Queue()
    const entered = (node: Node) => (entries.get(node.id)!.length > 0 ? queue : undefined)
    for (const node of nodes) yield* this.seed(node, entered(node))
    while (this.result === TRUE) {
      for (let large = this.large.pop(); large; large = this.large.pop()) yield* this.addLarge(large)
      if (queue.length === 0 || this.result !== TRUE) break
      const object = queue.takeObject()
      const node = queue.takeNode()
      for (const { source, follow } of entries.get(node.id)!) {
        if (this.complete.has(source.id)) continue
        if (follow) this.addObjects(follow, source, object, entered(source))
        else this.add(source, object, entered(source))
      }
      if (this.inSlice < SLICE) continue
      this.inSlice = 0
      yield undefined
    }
    for (const node of nodes) this.complete.add(node.id)
    return this.result
  }

  /** Puts a node's own objects in: those of its operators, or all when an earlier spread has found them. */
  private *seed(node: Node, queue: Queue | undefined): Generator<undefined, void> {
    const complete = this.complete.has(node.id)
    if (queue && (complete || this.sets.has(node.id))) yield* putMembers(this.of(node), node, queue)
    if (complete) return
    const { reflexive, direct, everyone } = node.flat
    if (reflexive && this.asking.view.mentioned(node.type, this.subject)) this.add(node, this.subject, queue)
    for (const edge of direct) this.addObjects(edge, node, this.subject, queue)
    for (const edge of everyone) this.addObjects(edge, node, 0, queue)
  }

  private addObjects(edge: Edge, node: Node, subject: number, queue: Queue | undefined): void {
    const { view } = this.asking
    if (view.edges(edge.kind) === 0) return
    const { row } = this
    view.objects(edge.kind, subject, row)
    const { nodes, attributes, start, end } = row
    if (end - start <= (attributes === null ? SLICE : JUDGED_SLICE))
      return this.addRange(edge, node, nodes, attributes, start, end, queue)
    // What the reader put together itself is good only until the next row is read.
    const kept = row.isOwn
      ? {
          nodes: nodes.slice(start, end),
          attributes: attributes?.slice(start, end) ?? null,
          start: 0,
          end: end - start,
        }
      : { nodes, attributes, start, end }
    this.large.push({ edge, node, queue, ...kept })
  }

  private *addLarge({ edge, node, nodes, attributes, start: first, end, queue }: LargeRow): Generator<undefined, void> {
    const slice = attributes === null ? SLICE : JUDGED_SLICE
    for (let start = first; start < end && this.result === TRUE; start += slice) {
      this.addRange(edge, node, nodes, attributes, start, Math.min(end, start + slice), queue)
      this.inSlice = 0
      yield undefined
    }
  }

  private addRange(
    edge: Edge,
    node: Node,
    nodes: Uint32Array,
    attributes: Uint32Array | null,
    start: number,
    end: number,
    queue: Queue | undefined,
  ): void {
    this.inSlice += (end - start + 1) * (attributes === null ? 1 : SLICE / JUDGED_SLICE)
    if (!this.asking.spend(end - start + 1)) this.result = STOP
    const bits = this.of(node)
    for (let i = start; i < end; i++) {
      if (attributes !== null || !edge.plain) {
        const judged = this.asking.judge(edge, attributes === null ? 0 : attributes[i]!)
        if (judged === FALSE) continue
        if (judged === UNSURE && !this.generous && this.result === TRUE) this.result = UNSURE
      }
      if (bits.add(nodes[i]!) && queue) queue.put(node, nodes[i]!)
    }
  }

  private add(node: Node, object: number, queue: Queue | undefined): void {
    if (this.of(node).add(object) && queue) queue.put(node, object)
  }
}

interface LargeRow {
  readonly edge: Edge
  readonly node: Node
  readonly nodes: Uint32Array
  readonly attributes: Uint32Array | null
  readonly start: number
  readonly end: number
  readonly queue: Queue | undefined
}

/** Keeps of a set only what is in a row, which ascends. A word of the set is never cut in two. */
function* keepOnlyRow(set: Bits, row: Uint32Array): Generator<undefined, void> {
  let word = 0
  for (let start = 0; start < row.length; ) {
    let end = Math.min(row.length, start + SLICE)
    while (end < row.length && row[end]! >>> 5 === row[end - 1]! >>> 5) end++
    word = set.keepSorted(row.subarray(start, end), word)
    start = end
    yield undefined
  }
  set.clearFrom(word)
}

function* removeRow(set: Bits, row: Uint32Array): Generator<undefined, void> {
  for (let start = 0; start < row.length; start += SLICE) {
    set.removeAll(row.subarray(start, start + SLICE))
    yield undefined
  }
}

function* putMembers(bits: Bits, node: Node, queue: Queue): Generator<undefined, void> {
  const some = new Uint32Array(SLICE)
  for (let from = 0; ; from = some[some.length - 1]! + 1) {
    const taken = bits.take(from, some)
    for (let i = 0; i < taken; i++) queue.put(node, some[i]!)
    if (taken < some.length) return
    yield undefined
  }
}

/** Objects still to be entered, with their nodes; the last comes out first. */
class Queue {
  length = 0
  private nodes: Node[] = []
  private objects = new Uint32Array(256)

  put(node: Node, object: number): void {
    if (this.length === this.objects.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.objects)
      this.objects = larger
    }
    this.nodes[this.length] = node
    this.objects[this.length] = object
    this.length++
  }

  /** To be followed by `takeNode`. */
  takeObject(): number {
    return this.objects[this.length - 1]!
  }

  takeNode(): Node {
    this.length--
    return this.nodes[this.length]!
  }
}
