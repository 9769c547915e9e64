// Which way a relation bears on a permission: what stands on the right of a `but not` takes, and on the right of a
// `but not` within it gives again. A law needs it: adding a tuple that can only give never takes access away.

import { type AuthorizationModel, own, type Userset } from '@lockness/authz'
import { childrenOf } from './well-typed.ts'

/** How a relation's tuples bear on a permission: they can only give, only take, or either. */
export type Polarity = 'gives' | 'takes' | 'either'

/** By `type#relation`, for all that a permission rests on; what is absent has no bearing on it at all. */
export function polaritiesOf(model: AuthorizationModel, type: string, relation: string): Map<string, Polarity> {
  const polarities = new Map<string, Polarity>()
  const definitionOf = (name: string) => model.type_definitions.find((each) => each.type === name)
  const restrictionsOf = (name: string, of: string) =>
    own(definitionOf(name)?.metadata?.relations, of)?.directly_related_user_types ?? []
  const visitRelation = (name: string, of: string, polarity: Polarity): void => {
    const rewrite = own(definitionOf(name)?.relations, of)
    if (!rewrite || !mark(name, of, polarity)) return
    visit(name, of, rewrite, polarities.get(`${name}#${of}`)!)
  }
  const mark = (name: string, of: string, polarity: Polarity): boolean => {
    const key = `${name}#${of}`
    const known = polarities.get(key)
    const joined = known === undefined || known === polarity ? polarity : 'either'
    polarities.set(key, joined)
    return joined !== known
  }
  const visit = (name: string, of: string, rewrite: Userset, polarity: Polarity): void => {
    if (rewrite.this)
      for (const each of restrictionsOf(name, of))
        if (each.relation !== undefined) visitRelation(each.type, each.relation, polarity)
    if (rewrite.computedUserset) visitRelation(name, rewrite.computedUserset.relation, polarity)
    if (rewrite.tupleToUserset) {
      const { tupleset, computedUserset } = rewrite.tupleToUserset
      visitRelation(name, tupleset.relation, polarity)
      for (const each of restrictionsOf(name, tupleset.relation))
        visitRelation(each.type, computedUserset.relation, polarity)
    }
    for (const [index, child] of childrenOf(rewrite).entries()) {
      visit(name, of, child, rewrite.difference && index === 1 ? opposite(polarity) : polarity)
    }
  }
  visitRelation(type, relation, 'gives')
  return polarities
}

function opposite(polarity: Polarity): Polarity {
  if (polarity === 'either') return 'either'
  return polarity === 'gives' ? 'takes' : 'gives'
}
