// Who can come to have a relation at all, by the model alone: the kinds of subjects at the ends of all its ways. It leaves
// out what takes away (`but not`), since that makes nobody reach what they do not reach without it.

import { type AuthorizationModel, own, type TypeDefinition, type Userset } from '@lockness/authz'
import { partsOf } from './drawing.ts'

export interface Reach {
  readonly relation: string
  /** `user`, `user:*`, `agent`: sorted. */
  readonly subjects: readonly string[]
  /** Somebody can be given it directly. */
  readonly isDirect: boolean
}

/** Of all relations of a type, in the model's order. */
export function reachOf(model: AuthorizationModel, type: string): Reach[] {
  const reaching = new Reaching(model)
  const definition = model.type_definitions.find((each) => each.type === type)
  return Object.keys(definition?.relations ?? {}).map((relation) => ({
    relation,
    subjects: [...reaching.subjectsOf(type, relation)].sort(),
    isDirect: (own(definition?.metadata?.relations, relation)?.directly_related_user_types ?? []).length > 0,
  }))
}

class Reaching {
  readonly #types: ReadonlyMap<string, TypeDefinition>

  constructor(model: AuthorizationModel) {
    this.#types = new Map(model.type_definitions.map((each) => [each.type, each]))
  }

  subjectsOf(type: string, relation: string): Set<string> {
    const subjects = new Set<string>()
    const seen = new Set<string>()
    const open: [type: string, relation: string][] = [[type, relation]]
    for (let place = open.pop(); place; place = open.pop()) {
      const [ofType, name] = place
      const key = `${ofType}#${name}`
      if (seen.has(key)) continue
      seen.add(key)
      const definition = this.#types.get(ofType)
      const rule = own(definition?.relations, name)
      if (!definition || !rule) continue
      for (const part of flatParts(rule)) this.#follow(definition, name, part, subjects, open)
    }
    return subjects
  }

  #follow(
    definition: TypeDefinition,
    relation: string,
    part: Userset,
    subjects: Set<string>,
    open: [type: string, relation: string][],
  ): void {
    const references = (name: string) => own(definition.metadata?.relations, name)?.directly_related_user_types ?? []
    if (part.this) {
      for (const reference of references(relation)) {
        if (reference.relation) open.push([reference.type, reference.relation])
        else subjects.add(reference.wildcard ? `${reference.type}:*` : reference.type)
      }
    } else if (part.computedUserset) open.push([definition.type, part.computedUserset.relation])
    else if (part.tupleToUserset) {
      const { tupleset, computedUserset } = part.tupleToUserset
      for (const { type } of references(tupleset.relation)) open.push([type, computedUserset.relation])
    }
  }
}

/** The leaves that can give it; of `but not` only what it is taken from. */
function flatParts(rule: Userset): Userset[] {
  if (rule.difference) return flatParts(rule.difference.base)
  const parts = partsOf(rule)
  return parts.length === 0 ? [rule] : parts.flatMap(flatParts)
}
