// The things of a graph, in slices. Names that no tuple mentions any more stay in the graph and are not told.

import { Row, type StreamEnd, type View } from '@lockness/authz'

const NAMES_PER_SLICE = 1_024
/** Of one type; beyond it there are at least so many. */
export const COUNTED_MAX = 200_000

export interface TypeCount {
  readonly type: string
  readonly objects: number
  readonly isExact: boolean
}

export function* countObjects(
  view: View,
  types: readonly string[],
  countedMax = COUNTED_MAX,
): Generator<undefined, TypeCount[]> {
  const counts: TypeCount[] = []
  for (const name of types) {
    const type = view.type(name)
    const names = type < 0 ? 0 : view.nodes(type)
    const looked = Math.min(names, countedMax)
    let objects = 0
    for (let node = 0; node < looked; node++) {
      if (node % NAMES_PER_SLICE === NAMES_PER_SLICE - 1) yield undefined
      if (view.mentioned(type, node)) objects++
    }
    counts.push({ type: name, objects, isExact: looked === names })
  }
  return counts
}

/** Each as a line of JSON. `outside`: only those that have no tuple of any of these relations. */
export function* objectLines(view: View, name: string, outside: readonly string[]): Generator<Uint8Array, StreamEnd> {
  const type = view.type(name)
  const encoder = new TextEncoder()
  const names = type < 0 ? 0 : view.nodes(type)
  const kinds = outside.length === 0 ? [] : kindsOf(view, type, outside)
  let lines = ''
  let count = 0
  for (let node = 0; node < names; node++) {
    if (view.mentioned(type, node) && !isInside(view, kinds, node)) {
      lines += `${JSON.stringify(`${name}:${view.id(type, node)}`)}\n`
      count++
    }
    if (node % NAMES_PER_SLICE < NAMES_PER_SLICE - 1) continue
    yield encoder.encode(lines)
    lines = ''
  }
  yield encoder.encode(lines)
  return { ok: true, value: { count, revision: view.revision } }
}

function kindsOf(view: View, type: number, relations: readonly string[]): number[] {
  const { kinds, kindsOfObject } = view.graph.registry
  return (kindsOfObject[type] ?? []).filter((kind) => relations.includes(kinds[kind]!.relation))
}

const row = new Row()

function isInside(view: View, kinds: readonly number[], node: number): boolean {
  return kinds.some((kind) => {
    if (view.degree(kind, node) === 0) return false
    view.subjects(kind, node, row)
    return row.end > row.start
  })
}
