// The model read from the data's side: what a tuple is used by, and what rests on a node. `backward.ts` does this for
// one kind of subject and for unions only; here it is for whoever is asked about and through operators, because what a
// change alters is not known before one has looked.

import type { CompiledModel, PlanNode, Restriction } from './plan.ts'
import { usersetNode } from './subject-plan.ts'

/** A way from a node to one that rests on it. */
export interface Dependent {
  readonly node: PlanNode
  /** The tuples that lead from its objects to those of the node; absent: it is on the same object. */
  readonly through: Restriction | undefined
  /** It is taken away there. */
  readonly isTaken: boolean
}

/** What tuples of one form are read for. */
export interface Use {
  readonly node: PlanNode
  readonly restriction: Restriction
  /** Whose subjects come to the node by such a tuple; absent: the subject of the tuple itself. */
  readonly target: PlanNode | undefined
}

export interface Dependents {
  /** By `PlanNode.id`. */
  readonly of: readonly (readonly Dependent[])[]
  /** By `type#relation`. */
  readonly uses: ReadonlyMap<string, readonly Use[]>
}

const known = new WeakMap<CompiledModel, Dependents>()

export function dependentsOf(model: CompiledModel): Dependents {
  let dependents = known.get(model)
  if (!dependents) known.set(model, (dependents = readDependents(model)))
  return dependents
}

function readDependents(model: CompiledModel): Dependents {
  const of: Dependent[][] = model.nodes.map(() => [])
  const uses = new Map<string, Use[]>()
  const use = (node: PlanNode, restriction: Restriction, target: PlanNode | undefined) => {
    const key = `${node.type}#${restriction.relation}`
    const found = uses.get(key)
    if (found) found.push({ node, restriction, target })
    else uses.set(key, [{ node, restriction, target }])
    if (target) of[target.id]!.push({ node, through: restriction, isTaken: false })
  }
  for (const node of model.nodes) {
    for (const restriction of node.restrictions) use(node, restriction, usersetNode(model, restriction))
    for (const same of node.same) of[same.id]!.push({ node, through: undefined, isTaken: false })
    for (const { restriction, target } of node.arrows.flatMap(({ parents }) => parents))
      if (target) use(node, restriction, target)
    for (const { kind, operands } of node.operators) {
      for (const [index, operand] of operands.entries())
        of[operand.id]!.push({ node, through: undefined, isTaken: kind === 'but not' && index > 0 })
    }
  }
  return { of, uses }
}
