// The model as boxes and lines: a box for each type, a line where a rule of one type leans on another. What a relation
// names directly (`[label]`) and what it takes from it (`editor from label`) is one line between two boxes, so that forty
// types stay readable; the relations that make a line are listed when one looks at it.

import type { AuthorizationModel, TypeDefinition, Userset } from '@lockness/authz'
import { own } from '@lockness/authz'

export interface DrawnType {
  readonly type: string
  readonly module: string | undefined
  readonly relations: readonly string[]
}

export interface DrawnLine {
  /** The type whose rules lean on the other one. */
  readonly from: string
  readonly to: string
  /** Its relations that may name the other type. */
  readonly names: readonly string[]
  /** Its relations that take theirs from the other type. */
  readonly takes: readonly string[]
}

export interface Drawing {
  readonly types: readonly DrawnType[]
  readonly lines: readonly DrawnLine[]
}

export interface DrawingFilter {
  readonly module?: string | undefined
  /** Only this type and what it touches. */
  readonly around?: string | undefined
}

export function drawModel(model: AuthorizationModel, { module, around }: DrawingFilter = {}): Drawing {
  const types = model.type_definitions.map(drawnType)
  const lines = linesOf(model)
  const inModule = new Set(
    types.filter((each) => module === undefined || each.module === module).map(({ type }) => type),
  )
  const shown = new Set(inModule)
  if (module !== undefined) {
    // What the module leans on stands around it; who leans on the module is another module's picture.
    for (const { from, to } of lines) if (inModule.has(from)) shown.add(to)
    for (const each of extensionsOf(model, module)) shown.add(each)
  }
  if (around !== undefined) {
    const near = new Set([around])
    for (const { from, to } of lines) {
      if (from === around) near.add(to)
      if (to === around) near.add(from)
    }
    for (const type of [...shown]) if (!near.has(type)) shown.delete(type)
    for (const type of near) shown.add(type)
  }
  const isOwn = (type: string) => around === undefined && module !== undefined && !inModule.has(type)
  return {
    types: types.filter(({ type }) => shown.has(type)),
    lines: lines.filter(({ from, to }) => shown.has(from) && shown.has(to) && !(isOwn(from) && isOwn(to))),
  }
}

export function modulesOfModel(model: AuthorizationModel): string[] {
  return [...new Set(model.type_definitions.flatMap(({ metadata }) => metadata?.module ?? []))].sort()
}

function drawnType({ type, relations, metadata }: TypeDefinition): DrawnType {
  return { type, module: metadata?.module, relations: Object.keys(relations ?? {}) }
}

function extensionsOf(model: AuthorizationModel, module: string): string[] {
  return model.type_definitions
    .filter(({ metadata }) => Object.values(metadata?.relations ?? {}).some((each) => each.module === module))
    .map(({ type }) => type)
}

function linesOf(model: AuthorizationModel): DrawnLine[] {
  const lines = new Map<string, { from: string; to: string; names: Set<string>; takes: Set<string> }>()
  const known = new Set(model.type_definitions.map(({ type }) => type))
  const lineTo = (from: string, to: string) => {
    const key = JSON.stringify([from, to])
    const line = lines.get(key) ?? { from, to, names: new Set<string>(), takes: new Set<string>() }
    lines.set(key, line)
    return line
  }
  for (const definition of model.type_definitions) {
    const { type } = definition
    for (const [relation, rule] of Object.entries(definition.relations ?? {})) {
      for (const to of directTypes(definition, relation)) if (known.has(to)) lineTo(type, to).names.add(relation)
      for (const tupleset of tuplesetsOf(rule))
        for (const to of directTypes(definition, tupleset)) if (known.has(to)) lineTo(type, to).takes.add(relation)
    }
  }
  return [...lines.values()].map(({ names, takes, ...line }) => ({ ...line, names: [...names], takes: [...takes] }))
}

function directTypes({ metadata }: TypeDefinition, relation: string): string[] {
  const references = own(metadata?.relations, relation)?.directly_related_user_types ?? []
  return [...new Set(references.map(({ type }) => type))]
}

function tuplesetsOf(rule: Userset): string[] {
  if (rule.tupleToUserset) return [rule.tupleToUserset.tupleset.relation]
  return partsOf(rule).flatMap(tuplesetsOf)
}

export function partsOf({ union, intersection, difference }: Userset): readonly Userset[] {
  if (difference) return [difference.base, difference.subtract]
  return union?.child ?? intersection?.child ?? []
}
