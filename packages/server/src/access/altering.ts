// The decisions that a change alters, counted by relation, the first of them one by one.

import type { AlteredDecision } from '@lockness/authz'

interface Counts {
  gained: number
  lost: number
  unsure: number
}

export class Altering {
  private readonly itemsMax: number
  private readonly items: AlteredDecision[] = []
  private readonly byRelation = new Map<string, Counts & { readonly type: string; readonly relation: string }>()

  constructor(itemsMax: number) {
    this.itemsMax = itemsMax
  }

  add(decision: AlteredDecision): void {
    const { relation, object, before, after } = decision
    const type = object.slice(0, object.indexOf(':'))
    const key = `${type}#${relation}`
    let counts = this.byRelation.get(key)
    if (!counts) this.byRelation.set(key, (counts = { type, relation, gained: 0, lost: 0, unsure: 0 }))
    counts[before === 'error' || after === 'error' ? 'unsure' : after === 'yes' ? 'gained' : 'lost']++
    if (this.items.length < this.itemsMax) this.items.push(decision)
  }

  told() {
    const relations = [...this.byRelation.values()]
    const sum = (field: keyof Counts) => relations.reduce((all, counts) => all + counts[field], 0)
    return { gained: sum('gained'), lost: sum('lost'), unsure: sum('unsure'), relations, items: this.items }
  }
}
