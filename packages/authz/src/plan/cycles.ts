// Which places of a directed graph lie on a cycle, and which lead to one: Tarjan's strongly connected components, with a
// stack of its own, in time proportional to the edges. Components come out with everything they lead to before them, so
// what holds for "here or further on" is settled in the same pass.

export interface Cycles {
  /** Can come back to itself. */
  readonly isLoop: readonly boolean[]
  /** Is, or leads to, one that can. */
  readonly leadsToLoop: readonly boolean[]
}

export function findCycles(next: readonly (readonly number[])[]): Cycles {
  const search = new Components(next)
  for (let place = 0; place < next.length; place++) search.visit(place)
  return search
}

const UNSEEN = -1

class Components implements Cycles {
  readonly isLoop: boolean[]
  readonly leadsToLoop: boolean[]
  private readonly next: readonly (readonly number[])[]
  private readonly order: number[]
  private readonly lowest: number[]
  private readonly isOpen: boolean[]
  private readonly open: number[] = []
  private count = 0

  constructor(next: readonly (readonly number[])[]) {
    this.next = next
    this.order = next.map(() => UNSEEN)
    this.lowest = next.map(() => UNSEEN)
    this.isOpen = next.map(() => false)
    this.isLoop = next.map(() => false)
    this.leadsToLoop = next.map(() => false)
  }

  visit(start: number): void {
    if (this.order[start] !== UNSEEN) return
    const path: { readonly place: number; at: number }[] = [this.enter(start)]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = this.next[top.place]![top.at++]
      if (target === undefined) {
        this.leave(top.place)
        path.pop()
        const parent = path.at(-1)
        if (parent) this.lower(parent.place, this.lowest[top.place]!)
      } else if (this.order[target] === UNSEEN) path.push(this.enter(target))
      else if (this.isOpen[target]) this.lower(top.place, this.order[target]!)
    }
  }

  private enter(place: number): { readonly place: number; at: number } {
    this.order[place] = this.count
    this.lowest[place] = this.count++
    this.open.push(place)
    this.isOpen[place] = true
    return { place, at: 0 }
  }

  private lower(place: number, order: number): void {
    this.lowest[place] = Math.min(this.lowest[place]!, order)
  }

  /** The first place of a component takes the whole component off the stack. */
  private leave(place: number): void {
    if (this.lowest[place] !== this.order[place]) return
    const component = this.open.splice(this.open.lastIndexOf(place))
    for (const each of component) this.isOpen[each] = false
    const isLoop = component.length > 1 || this.next[place]!.includes(place)
    const leads = isLoop || component.some((each) => this.next[each]!.some((target) => this.leadsToLoop[target]))
    for (const each of component) {
      this.isLoop[each] = isLoop
      this.leadsToLoop[each] = leads
    }
  }
}
