// The fast way to an answer. A node is a union, so whether a subject has it on an object is reachability: a stack, a
// table of what was visited, and the first edge to the subject ends it. Operators are searches inside the search,
// remembered per object. Where an error or a cycle could matter the search says UNSURE, never a guess, and the exact
// evaluator (`solve.ts`) decides; so TRUE and FALSE from here are final.
//
// A userset is met from its smaller side: see `closure.ts`.

import { Row } from '../graph/view.ts'
import type { Edge, Follow, Node, Operator, Terms } from '../plan/subject-plan.ts'
import { Asking, FALSE, STOP, TRUE, UNSURE } from './asking.ts'
import { Closures } from './closure.ts'
import { NEW, PairTable, SETTLED } from './pair-table.ts'

/** Operators one inside the other before the search gives way to the exact evaluator, which needs no call stack. */
const NESTING_MAX = 64
/** Steps inside operators before it gives way: the exact evaluator shares what nested searches would repeat. */
const NESTED_STEPS_MAX = 200_000
const IN_PROGRESS = 4
const NOWHERE = 0xffff_ffff

export class Search {
  /** For questions that are over before the next one begins. */
  readonly ownAsking = new Asking()
  private readonly visited = new PairTable()
  private readonly memo = new PairTable()
  private readonly closures = new Closures()
  private readonly row = new Row()
  private stackNodes: Node[] = []
  private stackObjects = new Uint32Array(1024)
  private stackDepths = new Uint32Array(1024)
  private top = 0
  private stackLogs = new Uint32Array(1024)
  /** Of many questions, what this one visited, in order, and from where: the way to a yes is a yes for all. */
  private logNodes: Node[] = []
  private logObjects = new Uint32Array(1024)
  private logParents = new Uint32Array(1024)
  private logged = 0
  private current = NOWHERE
  private asking!: Asking
  private subject = 0
  private nesting = 0
  private nestedSteps = 0
  private memoTag = 0
  private visitedTag = 0
  /** Of many questions: the number of this one, and which of those before it ended in a no. */
  private walk = 0
  private endedInNo: boolean[] = []
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
    this.closures.reset(nodeCount)
    this.memoTag = this.memo.takeTags(operatorCount)
    this.visitedTag = this.visited.takeTags(nodeCount)
    this.top = 0
    this.walk = 0
    if (many > 1) this.endedInNo = []
  }

  /** Whether the subject has `node` on `object`: TRUE, FALSE, UNSURE or STOP. */
  ask(node: Node, object: number): number {
    this.nesting = 0
    this.nestedSteps = 0
    this.top = 0
    this.logged = 0
    this.current = NOWHERE
    const result = this.reach(node, object, 0, this.visitedTag)
    if (this.many > 1) this.learn(result)
    return result
  }

  /** What was visited on the way to a no is a no for the next object too; the way to a yes is a yes. */
  private learn(result: number): void {
    this.endedInNo[this.walk++] = result === FALSE
    if (result === TRUE) {
      for (let at = this.current; at !== NOWHERE; at = this.logParents[at]!) {
        this.visited.settle(this.visitedTag + this.logNodes[at]!.id, this.logObjects[at]!)
      }
    } else if (result === UNSURE) {
      // An operator cut short, by a cycle through itself or by the nesting, is remembered as UNSURE for one walk only.
      this.memo.reset()
      this.memoTag = this.memo.takeTags(this.operatorCount)
    }
  }

  private reach(start: Node, startObject: number, startDepth: number, tag: number): number {
    if (start.leaf) return this.asking.spend(1) ? this.meetSubject(start.flat, startObject) : STOP
    const bottom = this.top
    let result = this.goTo(start, startObject, startDepth, tag)
    if (result === TRUE || result === STOP) {
      this.top = bottom
      return result
    }
    while (this.top > bottom) {
      const top = --this.top
      if (this.nesting === 0) this.current = this.stackLogs[top]!
      const found = this.enter(this.stackNodes[top]!, this.stackObjects[top]!, this.stackDepths[top]!, tag)
      if (found === FALSE) continue
      if (found === UNSURE) {
        result = UNSURE
        continue
      }
      this.top = bottom
      return found
    }
    return result
  }

  /** One node on one object: the edges to the subject, then what is to be followed. */
  private enter(node: Node, object: number, depth: number, tag: number): number {
    const { asking } = this
    if (!asking.spend(1)) return STOP
    if (this.nesting > 0 && ++this.nestedSteps > NESTED_STEPS_MAX) return UNSURE
    // Whether the answer needs what lies deeper, and whether a shorter way leads there, the exact evaluator says.
    if (depth > asking.limits.depthMax) return UNSURE
    const { flat } = node
    let result = flat.reflexive && object === this.subject ? TRUE : this.meetSubject(flat, object)
    if (result === TRUE) return TRUE
    const { same, follow, operators } = flat
    for (let i = 0; i < same.length; i++) {
      const found = this.visit(same[i]!, object, depth + 1, tag)
      if (found === TRUE) return TRUE
      if (found === UNSURE) result = UNSURE
    }
    for (let i = 0; i < follow.length; i++) {
      const found = this.follow(follow[i]!, object, depth, tag)
      if (found === TRUE || found === STOP) return found
      if (found === UNSURE) result = UNSURE
    }
    for (let i = 0; i < operators.length; i++) {
      const found = this.operate(operators[i]!, object, depth)
      if (found === TRUE || found === STOP) return found
      if (found === UNSURE) result = UNSURE
    }
    return result
  }

  private meetSubject({ direct, everyone }: Terms, object: number): number {
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
    const { asking, row } = this
    const { kind, target } = follow
    asking.view.subjects(kind, object, row)
    const { nodes, attributes, end } = row
    const degree = end - row.start
    if (degree === 0) return FALSE
    if (this.many > 1 ? target.pure : target.closed && degree > 1) {
      const found = this.closures.meet(asking, this.subject, follow, object, row, this.many)
      // Not being in the closure may be a no or a cycle; inside an operator the two differ.
      if (found > FALSE || (found === FALSE && (this.nesting === 0 || !target.cyclic))) return found
    }
    if (!asking.spend(degree)) return STOP
    if (degree === 1) return this.followOne(follow, nodes[row.start]!, attributes, row.start, depth, tag)
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
      const found = this.visit(target, nodes[i]!, depth + 1, tag)
      if (found === TRUE) return TRUE
      if (found === UNSURE) result = UNSURE
    }
    return result
  }

  private followOne(
    follow: Follow,
    next: number,
    attributes: Uint32Array | null,
    edge: number,
    depth: number,
    tag: number,
  ): number {
    if (attributes !== null || !follow.plain) {
      const judged = this.asking.judge(follow, attributes === null ? 0 : attributes[edge]!)
      if (judged !== TRUE) return judged
    }
    return this.goTo(follow.target, next, depth + 1, tag)
  }

  /**
   * To the one place to go to next. Where no cycle can lead back it is entered at once: without a fork nothing can
   * multiply, so it need not be remembered.
   */
  private goTo(node: Node, object: number, depth: number, tag: number): number {
    if (node.recursive || this.many > 1) return this.visit(node, object, depth, tag)
    return this.enter(node, object, depth, tag)
  }

  private operate(operator: Operator, object: number, depth: number): number {
    if (operator.simple) return this.combine(operator, object, depth)
    const key = this.memoTag + operator.id
    const known = this.memo.get(key, object, -1)
    if (known >= 0) return known === IN_PROGRESS ? UNSURE : known
    if (this.nesting >= NESTING_MAX) return UNSURE
    this.memo.set(key, object, IN_PROGRESS)
    this.nesting++
    const result = this.combine(operator, object, depth)
    this.nesting--
    this.memo.set(key, object, result)
    return result
  }

  private combine(operator: Operator, object: number, depth: number): number {
    return operator.kind === 'and' ? this.allOf(operator, object, depth) : this.butNot(operator, object, depth)
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

  /** Has a node on an object entered later, unless it was. TRUE when it is known to hold, UNSURE when it may be a cycle. */
  private visit(node: Node, object: number, depth: number, tag: number): number {
    if (this.many > 1 && this.nesting === 0) {
      const found = this.visited.visit(tag + node.id, object, this.walk, this.endedInNo)
      if (found === NEW) this.push(node, object, depth, this.log(node, object))
      return found === SETTLED ? TRUE : FALSE
    }
    if (this.visited.add(tag + node.id, object)) this.push(node, object, depth, 0)
    else if (node.recursive && this.nesting > 0) return UNSURE
    return FALSE
  }

  private push(node: Node, object: number, depth: number, log: number): void {
    if (this.top === this.stackObjects.length) {
      this.stackObjects = enlarge(this.stackObjects)
      this.stackDepths = enlarge(this.stackDepths)
      this.stackLogs = enlarge(this.stackLogs)
    }
    this.stackNodes[this.top] = node
    this.stackObjects[this.top] = object
    this.stackDepths[this.top] = depth
    this.stackLogs[this.top] = log
    this.top++
  }

  /** Remembers from where a node on an object was reached. */
  private log(node: Node, object: number): number {
    if (this.logged === this.logObjects.length) {
      this.logObjects = enlarge(this.logObjects)
      this.logParents = enlarge(this.logParents)
    }
    this.logNodes[this.logged] = node
    this.logObjects[this.logged] = object
    this.logParents[this.logged] = this.current
    return this.logged++
  }
}

function enlarge(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}
