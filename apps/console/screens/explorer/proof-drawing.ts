// The proof as boxes and arrows, before they have places. A relation on a thing is a box; a tuple is the arrow that leads on
// from it; whoever is asked about is one box, where the arrows of a yes begin. A drawing of thousands of boxes helps nobody: it
// holds the nearest ones, and says that there are more.

import { type Proof, type ProofNode, type Result, ROOT, shownResult } from './proof.ts'

export interface Box {
  readonly id: string
  readonly kind: 'relation' | 'group' | 'subject'
  /** Absent for a subject. */
  readonly node?: ProofNode
  /** Of a subject: as its tuple has it. */
  readonly subject?: string
  /** As it counts there: of what must not hold, a no is good. */
  readonly result: Result
  /** There is more behind it than is drawn. */
  readonly isCut: boolean
}

/** From what is needed to what needs it. */
export interface Arrow {
  readonly id: string
  readonly from: string
  readonly to: string
  /** The relation of the tuple between them; absent between relations of one thing. */
  readonly relation?: string
  readonly object?: string
  readonly result: Result
  readonly isNegated: boolean
}

export interface Drawing {
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
  readonly isCut: boolean
}

const BOXES_MAX = 80

export function drawingOf(proof: Proof, boxesMax = BOXES_MAX): Drawing {
  const drawer = new Drawer(proof, boxesMax)
  drawer.draw()
  return {
    boxes: [...drawer.boxes.values()],
    arrows: [...drawer.arrows.values()],
    isCut: drawer.isCut || !proof.complete,
  }
}

class Drawer {
  readonly boxes = new Map<string, Box>()
  readonly arrows = new Map<string, Arrow>()
  isCut = false
  private readonly open: ProofNode[] = []
  private readonly proof: Proof
  private readonly boxesMax: number

  constructor(proof: Proof, boxesMax: number) {
    this.proof = proof
    this.boxesMax = boxesMax
  }

  draw(): void {
    const root = this.proof.nodes.get(ROOT)
    if (!root) return
    this.box(root, false)
    for (let node = this.open.shift(); node; node = this.open.shift()) this.drawChildren(node)
  }

  private drawChildren(node: ProofNode): void {
    const to = boxId(node)
    for (const { to: number, isNegated } of node.children) {
      const child = this.proof.nodes.get(number)
      if (!child) continue
      // What must not hold and does not needs no proof.
      if (child.kind === 'tuple') this.drawTuple(child, to)
      else if (this.box(child, isNegated))
        this.arrow({ from: boxId(child), to, result: shownResult(child.result, isNegated), isNegated })
      else this.cut(to)
    }
  }

  private drawTuple(node: ProofNode, to: string): void {
    const { tuple, result, children } = node
    const [link] = children
    const beyond = link ? this.proof.nodes.get(link.to) : undefined
    const named = { ...(tuple && { relation: tuple.relation, object: tuple.object }), result, isNegated: false }
    if (beyond) {
      if (this.box(beyond, false)) this.arrow({ from: boxId(beyond), to, ...named })
      else this.cut(to)
      return
    }
    if (!tuple) return
    const id = `subject ${tuple.subject} ${result === 'yes' ? '' : node.id}`
    if (!this.boxes.has(id)) {
      if (this.boxes.size >= this.boxesMax) return this.cut(to)
      this.boxes.set(id, { id, kind: 'subject', subject: tuple.subject, result, node, isCut: false })
    }
    this.arrow({ from: id, to, ...named })
  }

  /** Whether there was room. */
  private box(node: ProofNode, isNegated: boolean): boolean {
    const id = boxId(node)
    if (this.boxes.has(id)) return true
    if (this.boxes.size >= this.boxesMax) return false
    const kind = node.kind === 'group' ? 'group' : 'relation'
    this.boxes.set(id, { id, kind, node, result: shownResult(node.result, isNegated), isCut: false })
    if (!isNegated || node.result !== 'no') this.open.push(node)
    return true
  }

  private cut(id: string): void {
    this.isCut = true
    const box = this.boxes.get(id)
    if (box) this.boxes.set(id, { ...box, isCut: true })
  }

  private arrow(arrow: Omit<Arrow, 'id'>): void {
    const id = `${arrow.from} > ${arrow.to} ${arrow.relation ?? ''}`
    if (!this.arrows.has(id)) this.arrows.set(id, { id, ...arrow })
  }
}

function boxId({ id }: ProofNode): string {
  return `step ${id}`
}
