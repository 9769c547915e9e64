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

export interface ThingsWanted {
  readonly type: string
  /** Stands in its name, whatever the case. */
  readonly text: string
  /** The relations whose subjects a thing lies in. */
  readonly containers: readonly string[]
  /** Only those that lie in nothing. */
  readonly isOutermost: boolean
}

export interface Thing {
  readonly object: string
  readonly within: readonly string[]
  /** That name it, as object or as subject; not more than this. */
  readonly tuplesMax: number
}

/** Each as a line of JSON. */
export function* objectLines(view: View, thing: ThingsWanted): Generator<Uint8Array, StreamEnd> {
  const { type: name, text, containers, isOutermost } = thing
  const type = view.type(name)
  const encoder = new TextEncoder()
  const names = type < 0 ? 0 : view.nodes(type)
  const kinds = isOutermost ? kindsOf(view, type, containers) : []
  const wanted = text.toLowerCase()
  let lines = ''
  let count = 0
  for (let node = 0; node < names; node++) {
    const id = wanted === '' || view.id(type, node).toLowerCase().includes(wanted) ? view.id(type, node) : undefined
    if (id !== undefined && view.mentioned(type, node) && !isInside(view, kinds, node)) {
      lines += `${JSON.stringify(`${name}:${id}`)}\n`
      count++
    }
    if (node % NAMES_PER_SLICE < NAMES_PER_SLICE - 1) continue
    yield encoder.encode(lines)
    lines = ''
  }
  yield encoder.encode(lines)
  return { ok: true, value: { count, revision: view.revision } }
}

/** Containers that are many are told in part. */
const WITHIN_MAX = 20

export function thingOf(view: View, object: string, containers: readonly string[]): Thing {
  const name = object.slice(0, object.indexOf(':'))
  const type = view.type(name)
  const node = view.node(type, object.slice(name.length + 1))
  const within: string[] = []
  for (const kind of kindsOf(view, type, containers)) {
    const { subjectType, subjectTypeNumber, subjectRelation } = view.graph.registry.kinds[kind]!
    if (subjectRelation !== '' || view.degree(kind, node) === 0) continue
    view.subjects(kind, node, row)
    for (let i = row.start; i < row.end && within.length < WITHIN_MAX; i++)
      within.push(`${subjectType}:${view.id(subjectTypeNumber, row.nodes[i]!)}`)
  }
  const { kindsOfObject, kindsOfSubject } = view.graph.registry
  const about = (kindsOfObject[type] ?? []).reduce((sum, kind) => sum + view.degree(kind, node), 0)
  const given = (kindsOfSubject[type] ?? []).reduce((sum, kind) => sum + view.reverseDegree(kind, node), 0)
  return { object, within, tuplesMax: about + given }
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
