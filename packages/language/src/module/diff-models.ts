// What changed between two models in meaning, not in text. Each relation is compared by its reasons (see
// rewrite-reasons.ts), once as it stands and once with the object's own relations written out, so that pulling a part
// out into a relation of its own is no change. What a relation means also hangs on the relations and conditions it
// reaches; one that stands as it was but reaches something that changed is `affected`. The difference of (b, a) is
// the mirror of the difference of (a, b).

import {
  type AuthorizationModel,
  type ConditionDefinition,
  own,
  type ParameterType,
  type TypeDefinition,
  type Userset,
} from '@lockness/authz'
import {
  compareText,
  isCoveredBy,
  type Meaning,
  meaningOf,
  restrictionText,
  sameMeaning,
  sameReasons,
} from './rewrite-reasons.ts'

export interface ModelDiff {
  readonly types: readonly TypeChange[]
  /** Relations of types that both models have. */
  readonly relations: readonly RelationChange[]
  readonly conditions: readonly ConditionChange[]
}

export interface TypeChange {
  readonly change: 'added' | 'removed'
  readonly type: string
  readonly relations: readonly string[]
}

export interface RelationChange {
  /**
   * `widened`: whoever had it has it still, and others may. `narrowed`: nobody is new. `changed`: some may come, some
   * may go. `affected`: its own rule is as it was, what it refers to is not.
   */
  readonly change: 'added' | 'removed' | 'widened' | 'narrowed' | 'changed' | 'affected'
  readonly type: string
  readonly relation: string
  readonly restrictionsAdded: readonly string[]
  readonly restrictionsRemoved: readonly string[]
  /** What changed of the things it refers to: `type#relation` or `condition name`. Sorted. */
  readonly through: readonly string[]
}

export interface ConditionChange {
  readonly change: 'added' | 'removed' | 'changed'
  readonly condition: string
  /** Which part, when it changed. */
  readonly parts: readonly ('expression' | 'parameters')[]
}

export function diffModels(before: AuthorizationModel, after: AuthorizationModel): ModelDiff {
  const [a, b] = [view(before), view(after)]
  const conditions = diffConditions(before, after)
  const own = new Map<string, RelationChange>()
  for (const [name, type] of a.types) {
    const other = b.types.get(name)
    if (!other) continue
    for (const relation of new Set([...relationNames(type), ...relationNames(other)])) {
      const change = diffRelation(type, other, relation)
      if (change) own.set(key(name, relation), change)
    }
  }
  const types = diffTypes(a, b)
  const relations = withAffected(a, b, own, changedPlaces(types, own, conditions))
  return { types, relations, conditions }
}

export function isSameMeaning({ types, relations, conditions }: ModelDiff): boolean {
  return types.length + relations.length + conditions.length === 0
}

interface ModelView {
  readonly types: ReadonlyMap<string, TypeDefinition>
}

function view(model: AuthorizationModel): ModelView {
  return { types: new Map(model.type_definitions.map((type) => [type.type, type])) }
}

function relationNames(type: TypeDefinition): readonly string[] {
  return Object.keys(type.relations ?? {})
}

function key(type: string, relation: string): string {
  return `${type}#${relation}`
}

function diffTypes(a: ModelView, b: ModelView): TypeChange[] {
  const only = (from: ModelView, to: ModelView, change: TypeChange['change']): TypeChange[] =>
    [...from.types.values()]
      .filter(({ type }) => !to.types.has(type))
      .map((type) => ({ change, type: type.type, relations: [...relationNames(type)].sort(compareText) }))
  return [...only(b, a, 'added'), ...only(a, b, 'removed')].sort((x, y) => compareText(x.type, y.type))
}

function diffRelation(a: TypeDefinition, b: TypeDefinition, relation: string): RelationChange | undefined {
  const [had, has] = [own(a.relations, relation) !== undefined, own(b.relations, relation) !== undefined]
  const change = had && has ? compareRewrites(a, b, relation) : has ? 'added' : 'removed'
  if (change === undefined) return undefined
  const [before, after] = [assignable(a, relation), assignable(b, relation)]
  return {
    change,
    type: a.type,
    relation,
    restrictionsAdded: after.filter((each) => !before.includes(each)),
    restrictionsRemoved: before.filter((each) => !after.includes(each)),
    through: [],
  }
}

/** The restrictions that count: a relation whose rewrite has no direct part has none. */
function assignable(type: TypeDefinition, relation: string): readonly string[] {
  const rewrite = own(type.relations, relation)
  if (!rewrite || !mentions(rewrite).direct) return []
  const references = own(type.metadata?.relations, relation)?.directly_related_user_types ?? []
  return [...new Set(references.map(restrictionText))].sort(compareText)
}

function compareRewrites(a: TypeDefinition, b: TypeDefinition, relation: string): RelationChange['change'] | undefined {
  const asWritten = compareMeanings(
    meaningOf(a, relation, () => undefined),
    meaningOf(b, relation, () => undefined),
  )
  if (asWritten === 'same') return undefined
  const writtenOut = compareMeanings(writeOut(a, relation), writeOut(b, relation))
  if (writtenOut === 'same') return undefined
  if (asWritten !== 'unknown') return asWritten === 'changed' && writtenOut !== 'unknown' ? writtenOut : asWritten
  return isSameText(a, b, relation) ? undefined : 'changed'
}

type Comparison = 'same' | 'widened' | 'narrowed' | 'changed' | 'unknown'

function compareMeanings(a: Meaning | undefined, b: Meaning | undefined): Comparison {
  if (!a || !b) return 'unknown'
  if (sameMeaning(a, b)) return 'same'
  if (sameReasons(a.yes, b.yes)) return 'changed'
  if (isCoveredBy(a.yes, b.yes)) return 'widened'
  return isCoveredBy(b.yes, a.yes) ? 'narrowed' : 'changed'
}

/** Relations written out for one comparison, at most: a chain of doubled operands would double at every step. */
const WRITTEN_OUT_MAX = 1_000

/** The meaning with the object's own relations written out, except those that lead back to themselves. */
function writeOut(type: TypeDefinition, relation: string): Meaning | undefined {
  const open = new Set<string>()
  let written = 0
  const write = (name: string): Meaning | undefined => {
    if (open.has(name) || written > WRITTEN_OUT_MAX || own(type.relations, name) === undefined) return undefined
    written += 1
    open.add(name)
    const meaning = meaningOf(type, name, write)
    open.delete(name)
    return meaning
  }
  const meaning = write(relation)
  return written > WRITTEN_OUT_MAX ? undefined : meaning
}

function isSameText(a: TypeDefinition, b: TypeDefinition, relation: string): boolean {
  const text = (type: TypeDefinition) => JSON.stringify([own(type.relations, relation), assignable(type, relation)])
  return text(a) === text(b)
}

interface Mentions {
  direct: boolean
  readonly relations: string[]
  readonly parents: [tupleset: string, relation: string][]
}

function mentions(rewrite: Userset, found: Mentions = { direct: false, relations: [], parents: [] }): Mentions {
  if (rewrite.this) found.direct = true
  if (rewrite.computedUserset) found.relations.push(rewrite.computedUserset.relation)
  if (rewrite.tupleToUserset) {
    found.parents.push([rewrite.tupleToUserset.tupleset.relation, rewrite.tupleToUserset.computedUserset.relation])
  }
  const { union, intersection, difference } = rewrite
  for (const child of union?.child ?? intersection?.child ?? []) mentions(child, found)
  if (difference) for (const child of [difference.base, difference.subtract]) mentions(child, found)
  return found
}

/** What a relation refers to: `type#relation` and `condition name`. */
function referencesOf(types: ReadonlyMap<string, TypeDefinition>, type: TypeDefinition, relation: string): Set<string> {
  const found = new Set<string>()
  for (const name of sameObject(type, relation)) found.add(key(type.type, name))
  addFurther(types, type, relation, found)
  return found
}

/** What a relation refers to once the object's own relations are written out. */
function leavesOf(types: ReadonlyMap<string, TypeDefinition>, type: TypeDefinition, relation: string): Set<string> {
  const found = new Set<string>()
  const parts = new Set([relation])
  for (const part of parts) {
    addFurther(types, type, part, found)
    for (const name of sameObject(type, part)) parts.add(name)
  }
  return found
}

function sameObject(type: TypeDefinition, relation: string): readonly string[] {
  const rewrite = own(type.relations, relation)
  return rewrite ? mentions(rewrite).relations : []
}

function addFurther(
  types: ReadonlyMap<string, TypeDefinition>,
  type: TypeDefinition,
  relation: string,
  found: Set<string>,
): void {
  const rewrite = own(type.relations, relation)
  if (!rewrite) return
  const { direct, parents } = mentions(rewrite)
  if (direct) addRestrictions(type, relation, found)
  for (const [tupleset, name] of parents) {
    found.add(key(type.type, tupleset))
    for (const reference of own(type.metadata?.relations, tupleset)?.directly_related_user_types ?? []) {
      const parent = types.get(reference.type)
      if (parent && own(parent.relations, name)) found.add(key(parent.type, name))
    }
  }
}

function addRestrictions(type: TypeDefinition, relation: string, found: Set<string>): void {
  for (const reference of own(type.metadata?.relations, relation)?.directly_related_user_types ?? []) {
    if (reference.relation) found.add(key(reference.type, reference.relation))
    if (reference.condition) found.add(`condition ${reference.condition}`)
  }
}

/** What is felt elsewhere: relations that changed, came or went, those of types that came or went, and conditions. */
function changedPlaces(
  types: readonly TypeChange[],
  relations: ReadonlyMap<string, RelationChange>,
  conditions: readonly ConditionChange[],
): Set<string> {
  const places = new Set(relations.keys())
  for (const { type, relations: names } of types) for (const name of names) places.add(key(type, name))
  for (const { condition } of conditions) places.add(`condition ${condition}`)
  return places
}

interface Place {
  readonly type: string
  readonly relation: string
  readonly references: Set<string>
  /** What it feels: its references, or less when writing it out shows that some make no difference. */
  readonly feels: Set<string>
}

/** Adds what changed only through others, from the changes outwards. `changed` is consumed. */
function withAffected(
  a: ModelView,
  b: ModelView,
  ownChanges: ReadonlyMap<string, RelationChange>,
  changed: Set<string>,
): RelationChange[] {
  const places = placesOf(a, b)
  const dependents = new Map<string, string[]>()
  for (const [name, { feels }] of places)
    for (const used of feels) dependents.set(used, [...(dependents.get(used) ?? []), name])
  // The set grows while it is walked: what is affected affects others.
  for (const place of changed) for (const dependent of dependents.get(place) ?? []) changed.add(dependent)

  const found: RelationChange[] = []
  for (const [name, { type, relation, references, feels }] of places) {
    if (!changed.has(name)) continue
    const causes = (uses: ReadonlySet<string>) =>
      [...uses].filter((used) => changed.has(used) && used !== name).sort(compareText)
    const nearest = causes(references)
    const change = ownChanges.get(name) ?? {
      change: 'affected',
      type,
      relation,
      restrictionsAdded: [],
      restrictionsRemoved: [],
    }
    found.push({ ...change, through: nearest.length > 0 ? nearest : causes(feels) })
  }
  return found.sort((x, y) => compareText(x.type, y.type) || compareText(x.relation, y.relation))
}

/** The relations of the types that both models have. */
function placesOf(a: ModelView, b: ModelView): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [name, type] of a.types) {
    const other = b.types.get(name)
    if (!other) continue
    const isUntouched = JSON.stringify(type) === JSON.stringify(other)
    for (const relation of new Set([...relationNames(type), ...relationNames(other)])) {
      const references = referencesOf(a.types, type, relation).union(referencesOf(b.types, other, relation))
      const isSame = !isUntouched && compareMeanings(writeOut(type, relation), writeOut(other, relation)) === 'same'
      const feels = isSame ? leavesOf(a.types, type, relation).union(leavesOf(b.types, other, relation)) : references
      places.set(key(name, relation), { type: name, relation, references, feels })
    }
  }
  return places
}

function diffConditions(a: AuthorizationModel, b: AuthorizationModel): ConditionChange[] {
  const changes: ConditionChange[] = []
  for (const name of new Set([...Object.keys(a.conditions ?? {}), ...Object.keys(b.conditions ?? {})])) {
    const [before, after] = [own(a.conditions, name), own(b.conditions, name)]
    if (!before || !after) {
      changes.push({ change: before ? 'removed' : 'added', condition: name, parts: [] })
      continue
    }
    const parts: ConditionChange['parts'][number][] = []
    if (expressionText(before.expression) !== expressionText(after.expression)) parts.push('expression')
    if (parametersText(before) !== parametersText(after)) parts.push('parameters')
    if (parts.length > 0) changes.push({ change: 'changed', condition: name, parts })
  }
  return changes.sort((x, y) => compareText(x.condition, y.condition))
}

const TOKEN = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|[\w.]+|[^\s\w]/g

/** The expression without its spaces and comments. */
function expressionText(expression: string): string {
  return (expression.match(TOKEN) ?? []).filter((token) => !token.startsWith('//')).join(' ')
}

function parametersText({ parameters }: ConditionDefinition): string {
  const entries = Object.entries(parameters ?? {}).map(([name, type]) => `${name}: ${parameterText(type)}`)
  return entries.sort(compareText).join(', ')
}

function parameterText({ type_name, generic_types = [] }: ParameterType): string {
  return generic_types.length === 0 ? type_name : `${type_name}<${generic_types.map(parameterText).join(', ')}>`
}
