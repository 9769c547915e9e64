import { type AuthorizationModel, own, type Userset } from '@lockness/authz'

/** Whether everything that a model names exists, and arrows go only over relations that hold tuples. */
export function isWellTyped(model: AuthorizationModel): boolean {
  const types = new Map(model.type_definitions.map((each) => [each.type, each]))
  const has = (type: string, relation: string) => own(types.get(type)?.relations, relation) !== undefined
  const restrictionsOf = (type: string, relation: string) =>
    own(types.get(type)?.metadata?.relations, relation)?.directly_related_user_types ?? []
  const isRight = (type: string, { computedUserset, tupleToUserset, ...rest }: Userset): boolean => {
    if (computedUserset) return has(type, computedUserset.relation)
    if (!tupleToUserset) return childrenOf(rest).every((child) => isRight(type, child))
    const parents = restrictionsOf(type, tupleToUserset.tupleset.relation)
    const isDirect = own(types.get(type)?.relations, tupleToUserset.tupleset.relation)?.this !== undefined
    return isDirect && parents.some((parent) => has(parent.type, tupleToUserset.computedUserset.relation))
  }
  return model.type_definitions.every(({ type, relations }) =>
    Object.entries(relations ?? {}).every(([relation, rewrite]) => {
      const isRestricted = restrictionsOf(type, relation).every(
        (each) =>
          types.has(each.type) &&
          (each.relation === undefined || has(each.type, each.relation)) &&
          (each.condition === undefined || own(model.conditions, each.condition) !== undefined),
      )
      return isRestricted && hasTuples(rewrite) === restrictionsOf(type, relation).length > 0 && isRight(type, rewrite)
    }),
  )
}

export function childrenOf({ union, intersection, difference }: Userset): readonly Userset[] {
  if (difference) return [difference.base, difference.subtract]
  return union?.child ?? intersection?.child ?? []
}

function hasTuples(rewrite: Userset): boolean {
  return rewrite.this !== undefined || childrenOf(rewrite).some(hasTuples)
}
