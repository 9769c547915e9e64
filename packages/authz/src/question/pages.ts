// Lists as callers see them: pages of text with a cursor, or a stream of bytes.

import type { Bound } from '../engine.ts'
import type { Given, ListObjectsQuestion, ListSubjectsQuestion, Page, Paging } from '../question.ts'
import type { JsonValue } from '../tuple.ts'
import type { Answer } from '../verdict.ts'
import type { Asking } from './asking.ts'
import type { Bits } from './bits.ts'
import { type Cursor, formatCursor, parseCursor } from './cursor.ts'
import { type BitsOrError, listObjects } from './list-objects.ts'
import { listSubjects, type UnlistedSubject } from './list-subjects.ts'
import {
  beginAsking,
  fail,
  formOf,
  objectNode,
  type Place,
  resolvePlace,
  resolveRelation,
  resolveSubject,
  subjectNode,
  UNKNOWN_OBJECT,
} from './resolve.ts'

const CHUNK_BYTES = 65_536
/** An id of 512 bytes, its type, a colon and a line feed. */
const LINE_BYTES_MAX = 2_048

/** How a stream ended: an error leaves what was sent before it, which is nothing. */
export type StreamEnd = Answer<{ readonly revision: number; readonly count: number }>

export function pageOfObjects(bound: Bound, question: ListObjectsQuestion, given: Given, paging: Paging): Answer<Page> {
  const key = questionKey('objects', { ...question }, given)
  const started = start(bound, given, paging, key)
  if (!started.ok) return started
  const { asking, cursor } = started.value
  const listing = startObjects(bound, asking, question)
  if (!listing.ok) return listing
  const result = run(listing.value.steps)
  if (result.error) return { ok: false, error: result.error }
  const { typeNumber } = listing.value
  const text = (node: number) => `${question.type}:${asking.view.id(typeNumber, node)}`
  return { ok: true, value: cutPage(asking, result.bits, cursor?.position ?? 0, paging, key, text) }
}

export function pageOfSubjects(
  bound: Bound,
  question: ListSubjectsQuestion,
  given: Given,
  paging: Paging,
): Answer<Page> {
  const { object, relation, filter } = question
  const key = questionKey('subjects', { object, relation, filter: { ...filter } }, given)
  const started = start(bound, given, paging, key)
  if (!started.ok) return started
  const { asking, cursor } = started.value
  const place = resolvePlace(bound.model, object, relation)
  if (!place.ok) return place
  const found = filter.relation === undefined ? bound.model.types.has(filter.type) : undefined
  if (found === false) return fail('unknown_type', `the model has no type \`${filter.type}\``)
  if (filter.relation !== undefined) {
    const userset = resolveRelation(bound.model, filter.type, filter.relation)
    if (!userset.ok) return userset
  }
  const { type, id, node } = place.value
  const plan = bound.planFor(filter.type, filter.relation ?? '')
  const objectNumber = objectNode(asking.view, bound.graph.registerType(type), id)
  const unlisted = unlistedSubject(bound, filter, place.value, objectNumber)
  const result = run(listSubjects(asking, plan, bound.size, plan.nodes[node.id], unlisted, objectNumber))
  if (result.error) return { ok: false, error: result.error }
  const suffix = filter.relation === undefined ? '' : `#${filter.relation}`
  const text = (number: number) => `${filter.type}:${asking.view.id(plan.subjectType, number)}${suffix}`
  const first = result.everybody ? `${filter.type}:${filter.relation === undefined ? '*' : id}${suffix}` : undefined
  return { ok: true, value: cutPage(asking, result.bits, cursor?.position ?? 0, paging, key, text, first) }
}

export function* streamObjects(
  bound: Bound,
  question: ListObjectsQuestion,
  given: Given,
): Generator<Uint8Array, StreamEnd> {
  const asking = beginAsking(bound.model, bound.graph, given)
  if (!asking.ok) return asking
  const listing = startObjects(bound, asking.value, question)
  if (!listing.ok) return listing
  const nothing = new Uint8Array(0)
  const { steps, typeNumber } = listing.value
  let step = steps.next()
  for (; !step.done; step = steps.next()) yield nothing
  const result = step.value
  if (result.error) return { ok: false, error: result.error }
  const count = yield* emit(asking.value, result.bits, typeNumber, question.type)
  return { ok: true, value: { revision: asking.value.view.revision, count } }
}

/** The names, copied as bytes out of the arena in the order in which they lie there. */
function* emit({ view }: Asking, bits: Bits, type: number, typeName: string): Generator<Uint8Array, number> {
  const prefix = new TextEncoder().encode(`${typeName}:`)
  const some = new Uint32Array(1024)
  let count = 0
  let chunk = new Uint8Array(CHUNK_BYTES)
  let at = 0
  for (let from = 0; ; from = some[some.length - 1]! + 1) {
    const taken = bits.take(from, some)
    for (let i = 0; i < taken; i++) {
      if (at + LINE_BYTES_MAX > CHUNK_BYTES) {
        yield chunk.subarray(0, at)
        chunk = new Uint8Array(CHUNK_BYTES)
        at = 0
      }
      for (let j = 0; j < prefix.length; j++) chunk[at++] = prefix[j]!
      at += view.copyId(type, some[i]!, chunk, at)
      chunk[at++] = 10
    }
    count += taken
    if (taken < some.length) break
  }
  if (at > 0) yield chunk.subarray(0, at)
  return count
}

interface Started {
  readonly asking: Asking
  readonly cursor: Cursor | undefined
}

/** A page after the first is computed at the revision and the instant of the first. */
function start(bound: Bound, given: Given, { cursor, pageSize }: Paging, key: JsonValue): Answer<Started> {
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize > 0)) {
    return fail('invalid_cursor', `expected a page size of at least 1, received \`${pageSize}\``)
  }
  const parsed = cursor === undefined ? undefined : parseCursor(cursor, key)
  if (cursor !== undefined && !parsed) return fail('invalid_cursor', 'the cursor does not belong to this question')
  const pinned = parsed ? { ...given, revision: parsed.revision, at: parsed.at } : given
  const asking = beginAsking(bound.model, bound.graph, pinned)
  return asking.ok ? { ok: true, value: { asking: asking.value, cursor: parsed } } : asking
}

function startObjects(
  bound: Bound,
  asking: Asking,
  { subject, relation, type }: ListObjectsQuestion,
): Answer<{ steps: Generator<undefined, BitsOrError>; typeNumber: number }> {
  const node = resolveRelation(bound.model, type, relation)
  if (!node.ok) return node
  const resolved = resolveSubject(bound.model, subject)
  if (!resolved.ok) return resolved
  const plan = bound.planFor(resolved.value.type, formOf(resolved.value))
  const number = subjectNode(asking.view, plan.subjectType, resolved.value)
  const steps = listObjects(asking, plan, bound.size, plan.nodes[node.value.id], number)
  return { ok: true, value: { steps, typeNumber: bound.graph.registerType(type) } }
}

function run<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Positions: 0 nothing yet, 1 everybody, then node + 2. */
function cutPage(
  asking: Asking,
  bits: Bits,
  after: number,
  { pageSize = Number.POSITIVE_INFINITY }: Paging,
  key: JsonValue,
  text: (node: number) => string,
  first?: string,
): Page {
  const items: string[] = []
  let position = after
  if (first !== undefined && after === 0) {
    items.push(first)
    position = 1
  }
  const some = new Uint32Array(Math.min(4096, pageSize))
  let from = Math.max(0, position - 1)
  while (items.length < pageSize) {
    const wanted = some.subarray(0, Math.min(some.length, pageSize - items.length))
    const taken = bits.take(from, wanted)
    for (let i = 0; i < taken; i++) items.push(text(wanted[i]!))
    if (taken > 0) from = wanted[taken - 1]! + 1
    if (taken < wanted.length) break
  }
  if (from > 0) position = from + 1
  const { revision } = asking.view
  const more = bits.take(from, new Uint32Array(1)) > 0
  return more
    ? { items, revision, cursor: formatCursor({ revision, at: asking.at, position }, key) }
    : { items, revision }
}

/**
 * A subject that no walk can find, because no tuple names it: everybody, or the own userset of an object that the
 * graph has never seen.
 */
function unlistedSubject(
  bound: Bound,
  filter: ListSubjectsQuestion['filter'],
  { type, node }: Place,
  object: number,
): UnlistedSubject | undefined {
  if (filter.relation === undefined) {
    const everyone = bound.planFor(filter.type, '*').nodes[node.id]
    return everyone && { node: everyone, number: 0 }
  }
  if (object !== UNKNOWN_OBJECT || filter.type !== type) return undefined
  const own = bound.planFor(filter.type, filter.relation).nodes[node.id]
  return own && { node: own, number: object }
}

function questionKey(kind: string, question: { readonly [key: string]: JsonValue }, given: Given): JsonValue {
  const { context = null, contextualTuples = [] } = given
  return { kind, question, context, contextualTuples: contextualTuples as unknown as JsonValue }
}
