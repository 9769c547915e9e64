// The fast way to an answer. A node is a union, so whether a subject has it on an object is reachability: a stack, a
// table of what was visited, and the first edge to the subject ends it. Operators are searches inside the search,
// remembered per object. Where an error or a cycle could matter the search says UNSURE, never a guess, and the exact
// evaluator (`solve.ts`) decides; so TRUE and FALSE from here are final.
//
// A userset is met from its smaller side: see `closure.ts`.

import { Row } from '../graph/view.ts'
import type { Edge, Follow, Node, Operator } from '../plan/subject-plan.ts'
import { type Asking, FALSE, STOP, TRUE, UNSURE } from './asking.ts'
import { Closures } from './closure.ts'
import { PairTable } from './pair-table.ts'

/** Operators one inside the other before the search gives way to the exact evaluator, which needs no call stack. */
const NESTING_MAX = 64
/** Steps inside operators before it gives way: the exact evaluator shares what nested searches would repeat. */
const NESTED_STEPS_MAX = 200_000
const IN_PROGRESS = 4

export class Search {
  private readonly visited = new PairTable()
  private readonly memo = new PairTable()
  private readonly closures = new Closures()
  private readonly row = new Row()
  private stackNodes: Node[] = []
  private stackObjects = new Uint32Array(1024)
  private stackDepths = new Uint32Array(1024)
  private top = 0
  private asking!: Asking
  private subject = 0
  private nesting = 0
  private nestedSteps = 0
  private memoTag = 0
  private visitedTag = 0
  private nodeCount = 0
  private operatorCount = 0
  private many = 1

  /** Begins a question about one subject. `many`: how many objects will be asked about; what is learnt is shared. */
  begin(asking: Asking, subject: number, nodeCount: number, operatorCount: number, many = 1): void {
    this.asking = asking
    this.subject = subject
    this.nodeCount = nodeCount
    this.operatorCount = operatorCount
    this.many = many
    this.visited.reset()
    this.memo.reset()
    this.closures.reset(asking, subject, nodeCount)
    this.memoTag = this.memo.takeTags(operatorCount)
    this.visitedTag = this.visited.takeTags(nodeCount)
    this.top = 0
  }

  /** Whether the subject has `node` on `object`: TRUE, FALSE, UNSURE or STOP. */
  ask(node: Node, object: number): number {
    this.nesting = 0
    this.nestedSteps = 0
    this.top = 0
    const result = this.reach(node, object, 0, this.visitedTag)
    // What was visited on the way to a plain no is a no for the next object too; after anything else it is not known.
    if (result !== FALSE && this.many > 1) {
      this.visitedTag = this.visited.takeTags(this.nodeCount)
      // An operator cut short, by a cycle through itself or by the nesting, is remembered as UNSURE for this walk only.
      if (result === UNSURE) {
        this.memo.reset()
        this.memoTag = this.memo.takeTags(this.operatorCount)
      }
    }
    return result
  }

  private reach(start: Node, startObject: number, startDepth: number, tag: number): number {
    if (start.leaf) return this.asking.spend(1) ? this.meetSubject(start, startObject) : STOP
    const { visited } = this
    const bottom = this.top
    let result: number = FALSE
    if (!visited.add(tag + start.id, startObject)) return FALSE
    let found = this.enter(start, startObject, startDepth, tag)
    for (;;) {
      if (found === UNSURE) result = UNSURE
      else if (found !== FALSE) {
        this.top = bottom
        return found
      }
      if (this.top === bottom) return result
      const top = --this.top
      found = this.enter(this.stackNodes[top]!, this.stackObjects[top]!, this.stackDepths[top]!, tag)
    }
  }

  /** One node on one object: the edges to the subject, then what is to be followed. */
  private enter(node: Node, object: number, depth: number, tag: number): number {
    const { asking, visited } = this
    if (!asking.spend(1)) return STOP
    if (this.nesting > 0 && ++this.nestedSteps > NESTED_STEPS_MAX) return UNSURE
    if (depth > asking.limits.depthMax) {
      asking.stop('depthMax')
      return STOP
    }
    let result = node.reflexive && object === this.subject ? TRUE : this.meetSubject(node, object)
    if (result === TRUE) return TRUE
    for (let i = 0; i < node.same.length; i++) {
      const same = node.same[i]!
      if (visited.add(tag + same.id, object)) this.push(same, object, depth + 1)
      else if (same.recursive && this.nesting > 0) result = UNSURE
    }
    for (let i = 0; i < node.follow.length; i++) {
      const found = this.follow(node.follow[i]!, object, depth, tag)
      if (found === TRUE || found === STOP) return found
      if (found === UNSURE) result = UNSURE
    }
    for (let i = 0; i < node.operators.length; i++) {
      const found = this.operate(node.operators[i]!, object, depth)
      if (found === TRUE || found === STOP) return found
      if (found === UNSURE) result = UNSURE
    }
    return result
  }

  private meetSubject(node: Node, object: number): number {
    const { direct, everyone } = node
    let result: number = FALSE
    for (let i = 0; i < direct.length; i++) {
      const found = this.meetEdge(direct[i]!, object, this.subject)
      if (found === TRUE) return TRUE
      if (found === UNSURE) result = UNSURE
    }
    for (let i = 0; i < everyone.length; i++) {
      const found = this.meetEdge(everyone[i]!, object, 0)
      if (found === TRUE) return TRUE
      if (found === UNSURE) result = UNSURE
    }
    return result
  }

  private meetEdge(edge: Edge, object: number, subject: number): number {
    const attribute = this.asking.view.attribute(edge.kind, object, subject)
    if (attribute < 0) return FALSE
    return attribute === 0 && edge.plain ? TRUE : this.asking.judge(edge, attribute)
  }

  /** Pushes where the edges lead, or answers at once when the target's closure is at hand. */
  private follow(follow: Follow, object: number, depth: number, tag: number): number {
    const { asking, visited, row } = this
    const { view } = asking
    const { kind, target } = follow
    if (view.edges(kind) === 0) return FALSE
    const degree = view.degree(kind, object)
    if (degree === 0) return FALSE
    if (this.many > 1 ? target.pure : target.closed && degree > 1) {
      const found = this.closures.meet(follow, object, degree, this.many)
      // Not being in the closure may be a no or a cycle; inside an operator the two differ.
      if (found > FALSE || (found === FALSE && (this.nesting === 0 || !target.cyclic))) return found
    }
    view.subjects(kind, object, row)
    const { nodes, attributes, end } = row
    if (!asking.spend(end - row.start)) return STOP
    let result: number = FALSE
    for (let i = row.start; i < end; i++) {
      if (attributes !== null || !follow.plain) {
        const judged = asking.judge(follow, attributes === null ? 0 : attributes[i]!)
        if (judged === FALSE) continue
        if (judged === UNSURE) {
          result = UNSURE
          continue
        }
      }
      const next = nodes[i]!
      if (visited.add(tag + target.id, next)) this.push(target, next, depth + 1)
      else if (target.recursive && this.nesting > 0) result = UNSURE
    }
    return result
  }

  private operate(operator: Operator, object: number, depth: number): number {
    const key = this.memoTag + operator.id
    const known = this.memo.get(key, object, -1)
    if (known >= 0) return known === IN_PROGRESS ? UNSURE : known
    if (this.nesting >= NESTING_MAX) return UNSURE
    this.memo.set(key, object, IN_PROGRESS)
    this.nesting++
    const result = operator.kind === 'and' ? this.allOf(operator, object, depth) : this.butNot(operator, object, depth)
    this.nesting--
    this.memo.set(key, object, result)
    return result
  }

  private allOf({ operands }: Operator, object: number, depth: number): number {
    let result: number = TRUE
    for (let i = 0; i < operands.length; i++) {
      const found = this.reachOperand(operands[i]!, object, depth)
      if (found === FALSE || found === STOP) return found
      if (found === UNSURE) result = UNSURE
    }
    return result
  }

  private butNot({ operands }: Operator, object: number, depth: number): number {
    const base = this.reachOperand(operands[0]!, object, depth)
    if (base === FALSE || base === STOP) return base
    const subtract = this.reachOperand(operands[1]!, object, depth)
    if (subtract === STOP) return STOP
    if (subtract === TRUE) return FALSE
    return base === TRUE && subtract === FALSE ? TRUE : UNSURE
  }

  private reachOperand(operand: Node, object: number, depth: number): number {
    return this.reach(operand, object, depth, operand.leaf ? 0 : this.visited.takeTags(this.nodeCount))
  }

  private push(node: Node, object: number, depth: number): void {
    if (this.top === this.stackObjects.length) {
      this.stackObjects = enlarge(this.stackObjects)
      this.stackDepths = enlarge(this.stackDepths)
    }
    this.stackNodes[this.top] = node
    this.stackObjects[this.top] = object
    this.stackDepths[this.top] = depth
    this.top++
  }
}

function enlarge(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}
