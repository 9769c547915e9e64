// A model, compiled: every rewrite becomes a *node*, which is a union of terms, so that most of evaluation is one
// question, "can this subject be reached?". What is not a union, `and` and `but not`, is an *operator*: a term whose
// operands are nodes of their own. The plan knows names only; `subject-plan.ts` binds it to a graph and to the kind
// of subject that is asked about.

import type { Condition } from '../condition.ts'
import { type AuthorizationModel, own, type RelationReference, type TypeDefinition, type Userset } from '../model.ts'

export interface CompiledModel {
  readonly source: AuthorizationModel
  readonly conditions: ReadonlyMap<string, Condition>
  readonly types: ReadonlyMap<string, PlanType>
  /** `nodes[i].id === i`. */
  readonly nodes: readonly PlanNode[]
  readonly operators: readonly PlanOperator[]
}

export interface PlanType {
  readonly name: string
  /** In the model's order. */
  readonly relations: ReadonlyMap<string, PlanNode>
  /** The forms of subject that the model allows in tuples, by relation; empty where tuples are not allowed. */
  readonly restrictions: ReadonlyMap<string, readonly Restriction[]>
}

export interface PlanNode {
  readonly id: number
  readonly type: string
  /** Empty when the node is an operand. */
  readonly relation: string
  /** What tuples of the relation itself may hold; empty unless the rewrite has `[…]`. */
  readonly restrictions: Restriction[]
  /** `define viewer: editor`: nodes on the same object. */
  readonly same: PlanNode[]
  readonly arrows: PlanArrow[]
  readonly operators: PlanOperator[]
}

/** One form of subject that tuples of a relation may have. */
export interface Restriction {
  /** The relation whose tuples are meant. */
  readonly relation: string
  readonly subjectType: string
  /** Empty: a plain subject. `*`: everybody of the type. Otherwise a userset's relation. */
  readonly subjectRelation: string
  /** Tuples without a condition are allowed. */
  plain: boolean
  /** Tuples under these conditions are allowed. */
  readonly conditions: Set<string>
}

/** `define viewer: viewer from parent`. */
export interface PlanArrow {
  readonly tupleset: string
  readonly relation: string
  /** One for each type a parent may have; `target` is absent where that type lacks the relation. */
  readonly parents: { readonly restriction: Restriction; target: PlanNode | undefined }[]
}

export interface PlanOperator {
  readonly id: number
  readonly kind: 'and' | 'but not'
  /** `but not`: the base, then what is taken away. */
  readonly operands: readonly PlanNode[]
}

/** The model must have passed validation. */
export function compileModel(source: AuthorizationModel, conditions: ReadonlyMap<string, Condition>): CompiledModel {
  const nodes: PlanNode[] = []
  const operators: PlanOperator[] = []
  const types = new Map<string, PlanType>()
  for (const definition of source.type_definitions) {
    const relations = new Map<string, PlanNode>()
    const restrictions = new Map<string, Restriction[]>()
    for (const relation of Object.keys(definition.relations ?? {})) {
      relations.set(relation, newNode(nodes, definition.type, relation))
      restrictions.set(relation, readRestrictions(definition, relation))
    }
    types.set(definition.type, { name: definition.type, relations, restrictions })
  }
  const compiler: Compiler = { nodes, operators, types }
  for (const definition of source.type_definitions) {
    for (const [relation, rewrite] of Object.entries(definition.relations ?? {})) {
      addTerms(compiler, types.get(definition.type)!.relations.get(relation)!, relation, rewrite)
    }
  }
  return { source, conditions, types, nodes, operators }
}

interface Compiler {
  readonly nodes: PlanNode[]
  readonly operators: PlanOperator[]
  readonly types: Map<string, PlanType>
}

function newNode(nodes: PlanNode[], type: string, relation: string): PlanNode {
  const node: PlanNode = { id: nodes.length, type, relation, restrictions: [], same: [], arrows: [], operators: [] }
  nodes.push(node)
  return node
}

function addTerms(compiler: Compiler, node: PlanNode, relation: string, rewrite: Userset): void {
  if (rewrite.this) {
    node.restrictions.push(...compiler.types.get(node.type)!.restrictions.get(relation)!)
  } else if (rewrite.computedUserset) {
    const target = compiler.types.get(node.type)!.relations.get(rewrite.computedUserset.relation)
    if (target) node.same.push(target)
  } else if (rewrite.tupleToUserset) {
    const { tupleset, computedUserset } = rewrite.tupleToUserset
    node.arrows.push(makeArrow(compiler, node.type, tupleset.relation, computedUserset.relation))
  } else if (rewrite.union) {
    for (const child of rewrite.union.child) addTerms(compiler, node, relation, child)
  } else if (rewrite.intersection) {
    node.operators.push(makeOperator(compiler, 'and', node.type, relation, rewrite.intersection.child))
  } else if (rewrite.difference) {
    const { base, subtract } = rewrite.difference
    node.operators.push(makeOperator(compiler, 'but not', node.type, relation, [base, subtract]))
  }
}

function makeOperator(
  compiler: Compiler,
  kind: PlanOperator['kind'],
  type: string,
  relation: string,
  rewrites: readonly Userset[],
): PlanOperator {
  const operands = rewrites.map((rewrite) => {
    const operand = newNode(compiler.nodes, type, '')
    addTerms(compiler, operand, relation, rewrite)
    return operand
  })
  const operator: PlanOperator = { id: compiler.operators.length, kind, operands }
  compiler.operators.push(operator)
  return operator
}

function makeArrow(compiler: Compiler, type: string, tupleset: string, relation: string): PlanArrow {
  const parents = (compiler.types.get(type)!.restrictions.get(tupleset) ?? [])
    .filter((restriction) => restriction.subjectRelation === '')
    .map((restriction) => ({
      restriction,
      target: compiler.types.get(restriction.subjectType)?.relations.get(relation),
    }))
  return { tupleset, relation, parents }
}

/** One restriction for each form of subject, with all the conditions that the model allows on it. */
function readRestrictions(definition: TypeDefinition, relation: string): Restriction[] {
  const found = new Map<string, Restriction>()
  const references = own(definition.metadata?.relations, relation)?.directly_related_user_types ?? []
  for (const reference of references) {
    const subjectRelation = subjectRelationOf(reference)
    const key = `${reference.type}#${subjectRelation}`
    let restriction = found.get(key)
    if (!restriction) {
      restriction = { relation, subjectType: reference.type, subjectRelation, plain: false, conditions: new Set() }
      found.set(key, restriction)
    }
    if (reference.condition) restriction.conditions.add(reference.condition)
    else restriction.plain = true
  }
  return [...found.values()]
}

function subjectRelationOf(reference: RelationReference): string {
  return reference.wildcard ? '*' : (reference.relation ?? '')
}
