// A small notation for tests: models as nested calls, tuples as one line each. `doc:1#viewer@group:g#member` is a
// tuple; `doc:1#viewer@user:a if late {"hour":20}` carries a condition; `… until 1000` an expiry.

import {
  type AuthorizationModel,
  type Condition,
  compileModel,
  createEngine,
  type Engine,
  Graph,
  INVALID,
  type RelationReference,
  type Tuple,
  type Userset,
} from '../src/authz.ts'

export interface Rewrite {
  readonly userset: Userset
  readonly types: readonly RelationReference[]
}

/** `user`, `user:*`, `group#member`, `user with late`. */
export function direct(...types: readonly string[]): Rewrite {
  return { userset: { this: {} }, types: types.map(parseReference) }
}

export const same = (relation: string): Rewrite => ({ userset: { computedUserset: { relation } }, types: [] })

export const from = (relation: string, tupleset: string): Rewrite => ({
  userset: { tupleToUserset: { tupleset: { relation: tupleset }, computedUserset: { relation } } },
  types: [],
})

export const or = (...children: readonly Rewrite[]): Rewrite => ({
  userset: { union: { child: children.map(({ userset }) => userset) } },
  types: children.flatMap(({ types }) => types),
})

export const and = (...children: readonly Rewrite[]): Rewrite => ({
  userset: { intersection: { child: children.map(({ userset }) => userset) } },
  types: children.flatMap(({ types }) => types),
})

export const butNot = (base: Rewrite, subtract: Rewrite): Rewrite => ({
  userset: { difference: { base: base.userset, subtract: subtract.userset } },
  types: [...base.types, ...subtract.types],
})

export function model(types: Readonly<Record<string, Readonly<Record<string, Rewrite>>>>): AuthorizationModel {
  return {
    schema_version: '1.1',
    type_definitions: Object.entries(types).map(([type, relations]) => ({
      type,
      relations: Object.fromEntries(Object.entries(relations).map(([name, { userset }]) => [name, userset])),
      metadata: {
        relations: Object.fromEntries(
          Object.entries(relations).map(([name, each]) => [name, { directly_related_user_types: each.types }]),
        ),
      },
    })),
  }
}

/** `hour < limit`, the one condition of these tests. */
export const late: Condition = {
  name: 'late',
  parameters: ['hour', 'limit'],
  coerce: (_, value) => (typeof value === 'number' ? value : INVALID),
  coerceInstant: () => undefined,
  evaluate: ([hour, limit]) => (hour as number) < (limit as number),
}

export function tuple(line: string): Tuple {
  const match = /^(\S+?)#([^#@\s]+)@(\S+)(?: if (\w+)(?: (\{.*?\}))?)?(?: until (\d+))?$/.exec(line)
  if (!match) throw new Error(`not a tuple: ${line}`)
  const [, object, relation, subject, name, context, until] = match
  return {
    object: object!,
    relation: relation!,
    subject: subject!,
    ...(name ? { condition: { name, ...(context ? { context: JSON.parse(context) } : {}) } } : {}),
    ...(until ? { expiresAt: Number(until) } : {}),
  }
}

export function engine(definition: AuthorizationModel, tuples: Iterable<string | Tuple>): Engine {
  const built: Tuple[] = []
  for (const each of tuples) built.push(typeof each === 'string' ? tuple(each) : each)
  return createEngine(Graph.build(built), compileModel(definition, new Map([['late', late]])))
}

/** `user:a viewer doc:1` → `yes`, `no`, or the error's code. */
export function ask({ check }: Engine, line: string, given: Partial<Parameters<Engine['check']>[1]> = {}): string {
  const [subject, relation, object] = line.split(' ')
  const verdict = check({ subject: subject!, relation: relation!, object: object! }, { at: 0, ...given })
  return verdict.answer === 'error' ? verdict.error.code : verdict.answer
}

function parseReference(text: string): RelationReference {
  const [subject, condition] = text.split(' with ')
  const suffix = condition ? { condition } : {}
  if (subject!.endsWith(':*')) return { type: subject!.slice(0, -2), wildcard: {}, ...suffix }
  const [type, relation] = subject!.split('#')
  return relation ? { type: type!, relation, ...suffix } : { type: type!, ...suffix }
}

/** Groups within groups, documents that groups view, and a bar. */
export const groups = model({
  user: {},
  group: { member: direct('user', 'group#member') },
  doc: {
    blocked: direct('user', 'group#member'),
    viewer: direct('user', 'user:*', 'group#member'),
    can_view: butNot(same('viewer'), same('blocked')),
    both: and(same('viewer'), same('blocked')),
  },
})
