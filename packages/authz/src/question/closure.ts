// A userset is met from its smaller side. Instead of opening every group that a document is shared with, one can ask
// once which groups the subject is in, and compare. Which is cheaper is not known before, so a closure is computed
// under an allowance that grows with what the other side would have cost: at worst, both together cost twice the
// cheaper one.

import { Row } from '../graph/view.ts'
import { backwardOf, type Entry } from '../plan/backward.ts'
import type { Edge, Follow, Node } from '../plan/subject-plan.ts'
import { type Asking, FALSE, TRUE, UNSURE } from './asking.ts'
import { PairTable } from './pair-table.ts'

/** Edges of the subject's side that are worth looking at for one edge of the object's side. */
const WORTH = 4
/** What each further object that will be asked about adds to that, once. */
const WORTH_MANY = 4

interface Closure {
  ready: boolean
  /** Some edge on the way could not be judged. */
  unsure: boolean
  allowance: number
  /** The allowance that was not enough. */
  tried: number
  tag: number
  /** The objects of the closure's own node. */
  readonly objects: number[]
}

export class Closures {
  private readonly table = new PairTable()
  private readonly byNode: (Closure | undefined)[] = []
  private readonly inUse: number[] = []
  private readonly row = new Row()
  private readonly queueNodes: Node[] = []
  private readonly queueObjects: number[] = []
  private asking!: Asking
  private subject = 0
  private nodeCount = 0
  private work = 0

  reset(nodeCount: number): void {
    this.nodeCount = nodeCount
    if (this.inUse.length === 0) return
    for (const id of this.inUse) this.byNode[id] = undefined
    this.table.reset()
    this.inUse.length = 0
  }

  /**
   * Whether one of the edges, read into `row`, leads to a place where the subject is; -1 when that is not known
   * cheaply.
   */
  meet(asking: Asking, subject: number, follow: Follow, object: number, row: Row, many: number): number {
    this.asking = asking
    this.subject = subject
    const degree = row.end - row.start
    const closure = this.find(follow.target, many)
    closure.allowance += degree * WORTH
    if (!closure.ready && !this.compute(follow.target, closure)) return -1
    const missed = closure.unsure ? UNSURE : FALSE
    if (closure.objects.length === 0) return missed
    const found =
      closure.objects.length < degree ? this.probe(follow, object, closure) : this.scan(follow, row, closure)
    return found === FALSE ? missed : found
  }

  private find(node: Node, many: number): Closure {
    const known = this.byNode[node.id]
    if (known) return known
    const allowance = (many - 1) * WORTH_MANY
    const closure = { ready: false, unsure: false, allowance, tried: 0, tag: 0, objects: [] }
    this.byNode[node.id] = closure
    this.inUse.push(node.id)
    return closure
  }

  private probe(follow: Follow, object: number, { objects }: Closure): number {
    const { asking } = this
    let result: number = FALSE
    for (let i = 0; i < objects.length; i++) {
      const attribute = asking.view.attribute(follow.kind, object, objects[i]!)
      if (attribute < 0) continue
      const judged = asking.judge(follow, attribute)
      if (judged === TRUE) return TRUE
      if (judged === UNSURE) result = UNSURE
    }
    return result
  }

  private scan(follow: Follow, row: Row, closure: Closure): number {
    const { asking, table } = this
    const { nodes, attributes, end } = row
    const tag = closure.tag + follow.target.id
    let result: number = FALSE
    for (let i = row.start; i < end; i++) {
      if (!table.has(tag, nodes[i]!)) continue
      const judged = asking.judge(follow, attributes === null ? 0 : attributes[i]!)
      if (judged === TRUE) return TRUE
      if (judged === UNSURE) result = UNSURE
    }
    return result
  }

  private compute(node: Node, closure: Closure): boolean {
    if (closure.allowance < closure.tried * 2) return false
    closure.tried = closure.allowance
    closure.tag = this.table.takeTags(this.nodeCount)
    closure.objects.length = 0
    closure.unsure = false
    this.work = closure.allowance
    this.queueNodes.length = 0
    this.queueObjects.length = 0
    const { nodes, entries } = backwardOf(node)
    for (const each of nodes) if (!this.seed(each, closure)) return false
    for (let next = 0; next < this.queueNodes.length; next++) {
      const reached = this.queueNodes[next]!
      const object = this.queueObjects[next]!
      if (reached === node) closure.objects.push(object)
      for (const entry of entries.get(reached.id)!) if (!this.enter(entry, object, closure)) return false
    }
    closure.ready = true
    return true
  }

  /** The objects on which the subject is named by itself. */
  private seed(node: Node, closure: Closure): boolean {
    const { reflexive, direct, everyone } = node.flat
    if (reflexive) this.add(node, this.subject, closure)
    for (const edge of direct) if (!this.addObjects(edge, node, this.subject, closure)) return false
    for (const edge of everyone) if (!this.addObjects(edge, node, 0, closure)) return false
    return true
  }

  private enter({ source, follow }: Entry, object: number, closure: Closure): boolean {
    if (follow) return this.addObjects(follow, source, object, closure)
    this.add(source, object, closure)
    return true
  }

  private addObjects(edge: Edge, node: Node, subject: number, closure: Closure): boolean {
    const { asking, row } = this
    if (asking.view.edges(edge.kind) === 0) return true
    this.work -= 1 + asking.view.reverseDegree(edge.kind, subject)
    if (this.work < 0) return false
    asking.view.objects(edge.kind, subject, row)
    const { nodes, attributes, end } = row
    for (let i = row.start; i < end; i++) {
      if (attributes !== null || !edge.plain) {
        const judged = asking.judge(edge, attributes === null ? 0 : attributes[i]!)
        if (judged === UNSURE) closure.unsure = true
        if (judged !== TRUE) continue
      }
      this.add(node, nodes[i]!, closure)
    }
    return true
  }

  private add(node: Node, object: number, closure: Closure): void {
    if (!this.table.add(closure.tag + node.id, object)) return
    this.queueNodes.push(node)
    this.queueObjects.push(object)
  }
}
