// What a world exercises, as ordered pairs of shapes: (exclusion, wildcard) means that a `but not` leads to a wildcard.
// A pair counts when the second is nested in the first inside one rewrite, or when a relation of an object at which
// the first is met leads, over any number of steps, to one at which the second is met. All hundred pairs must be seen
// often, or a run that finds nothing says nothing.

import { parseSubject, type Tuple, tupleKey, type Userset } from '@lockness/authz'
import { isAllowed } from '../reference/equations.ts'
import type { World } from '../subjects/subject.ts'

export const SHAPES = [
  'direct',
  'userset',
  'wildcard',
  'arrow',
  'union',
  'intersection',
  'exclusion',
  'condition',
  'expiry',
  'contextual',
] as const

export type Shape = (typeof SHAPES)[number]

/** What is met at one relation of one object. */
interface Spot {
  readonly shapes: Set<Shape>
  readonly pairs: Set<string>
  readonly leadsTo: Set<string>
}

export class Coverage {
  worlds = 0
  private readonly seen = new Map<string, number>()

  add(world: World, brought: readonly Tuple[]): void {
    this.worlds++
    for (const pair of pairsOf(world, brought)) this.seen.set(pair, (this.seen.get(pair) ?? 0) + 1)
  }

  count(outer: Shape, inner: Shape): number {
    return this.seen.get(`${outer} ${inner}`) ?? 0
  }

  rarest(): { readonly outer: Shape; readonly inner: Shape; readonly count: number } {
    const all = SHAPES.flatMap((outer) => SHAPES.map((inner) => ({ outer, inner, count: this.count(outer, inner) })))
    return all.reduce((least, each) => (each.count < least.count ? each : least))
  }

  table(): string {
    const width = 13
    const header = `${'leads to'.padEnd(width)}${SHAPES.map((shape) => shape.padStart(width)).join('')}`
    const rows = SHAPES.map((outer) => {
      return `${outer.padEnd(width)}${SHAPES.map((inner) => String(this.count(outer, inner)).padStart(width)).join('')}`
    })
    return [header, ...rows].join('\n')
  }
}

function pairsOf(world: World, brought: readonly Tuple[]): Set<string> {
  const spots = spotsOf(world, brought)
  const pairs = new Set<string>()
  for (const [name, spot] of spots) {
    for (const pair of spot.pairs) pairs.add(pair)
    const below = new Set<Shape>()
    for (const next of reachable(spots, name)) for (const shape of spots.get(next)!.shapes) below.add(shape)
    for (const outer of spot.shapes) for (const inner of below) pairs.add(`${outer} ${inner}`)
  }
  return pairs
}

function reachable(spots: ReadonlyMap<string, Spot>, from: string): Set<string> {
  const reached = new Set([...spots.get(from)!.leadsTo].filter((name) => spots.has(name)))
  for (const name of reached) for (const next of spots.get(name)!.leadsTo) if (spots.has(next)) reached.add(next)
  return reached
}

function spotsOf({ model, tuples }: World, brought: readonly Tuple[]): Map<string, Spot> {
  const all = new Map([...tuples, ...brought].map((tuple) => [tupleKey(tuple), tuple]))
  const facts: Facts = {
    tuples: [...all.values()].filter((tuple) => isAllowed(model, tuple)),
    brought: new Set(brought),
  }
  const objects = new Set(facts.tuples.flatMap(({ object, subject }) => [object, subject.split('#')[0]!]))
  const spots = new Map<string, Spot>()
  for (const object of objects) {
    const type = model.type_definitions.find((each) => object.startsWith(`${each.type}:`))
    for (const [relation, rewrite] of Object.entries(type?.relations ?? {})) {
      const spot: Spot = { shapes: new Set(), pairs: new Set(), leadsTo: new Set() }
      visit(facts, spot, { object, relation }, rewrite, [])
      spots.set(`${object}#${relation}`, spot)
    }
  }
  return spots
}

interface Facts {
  readonly tuples: readonly Tuple[]
  readonly brought: ReadonlySet<Tuple>
}

interface Place {
  readonly object: string
  readonly relation: string
}

function visit(facts: Facts, spot: Spot, place: Place, rewrite: Userset, above: readonly Shape[]): void {
  const meet = (shape: Shape) => {
    spot.shapes.add(shape)
    for (const outer of above) spot.pairs.add(`${outer} ${shape}`)
  }
  const { object, relation } = place
  if (rewrite.computedUserset) spot.leadsTo.add(`${object}#${rewrite.computedUserset.relation}`)
  if (rewrite.this) meetTuples(facts, spot, `${object}#${relation}`, meet, undefined)
  if (rewrite.tupleToUserset) {
    meet('arrow')
    const { tupleset, computedUserset } = rewrite.tupleToUserset
    meetTuples(facts, spot, `${object}#${tupleset.relation}`, meet, computedUserset.relation)
  }
  const [shape, children] = operatorOf(rewrite)
  if (!shape) return
  meet(shape)
  for (const child of children) visit(facts, spot, place, child, [...above, shape])
}

function operatorOf({ union, intersection, difference }: Userset): [Shape | undefined, readonly Userset[]] {
  if (union) return ['union', union.child]
  if (intersection) return ['intersection', intersection.child]
  if (difference) return ['exclusion', [difference.base, difference.subtract]]
  return [undefined, []]
}

function meetTuples(
  facts: Facts,
  spot: Spot,
  name: string,
  meet: (shape: Shape) => void,
  over: string | undefined,
): void {
  for (const tuple of facts.tuples) {
    if (`${tuple.object}#${tuple.relation}` !== name) continue
    const { id, relation } = parseSubject(tuple.subject)!
    if (over !== undefined && (id === '*' || relation !== '')) continue
    if (relation !== '') spot.leadsTo.add(tuple.subject)
    if (over !== undefined) spot.leadsTo.add(`${tuple.subject}#${over}`)
    meet(id === '*' ? 'wildcard' : relation === '' ? 'direct' : 'userset')
    if (tuple.condition) meet('condition')
    if (tuple.expiresAt !== undefined) meet('expiry')
    if (facts.brought.has(tuple)) meet('contextual')
  }
}
