// Lists as pages of text. A page after the first is computed again, at the revision and the instant that its cursor
// pins, so there is nothing to keep between pages.

import type { Bound } from '../engine.ts'
import type { Given, ListObjectsQuestion, ListSubjectsQuestion, Page, Paging } from '../question.ts'
import type { JsonValue } from '../tuple.ts'
import type { Answer } from '../verdict.ts'
import type { Asking } from './asking.ts'
import { type Cursor, formatCursor, parseCursor } from './cursor.ts'
import { beginObjects, beginSubjects, type Listed, type Listing } from './listing.ts'
import { beginAsking, fail } from './resolve.ts'

export function pageOfObjects(bound: Bound, question: ListObjectsQuestion, given: Given, paging: Paging): Answer<Page> {
  const key = questionKey('objects', { ...question }, given)
  return page(bound, given, paging, key, (asking) => beginObjects(bound, asking, question))
}

export function pageOfSubjects(
  bound: Bound,
  question: ListSubjectsQuestion,
  given: Given,
  paging: Paging,
): Answer<Page> {
  const key = questionKey('subjects', { ...question, filter: { ...question.filter } }, given)
  return page(bound, given, paging, key, (asking) => beginSubjects(bound, asking, question))
}

function page(
  bound: Bound,
  given: Given,
  paging: Paging,
  key: JsonValue,
  begin: (asking: Asking) => Answer<Listing>,
): Answer<Page> {
  const { cursor, pageSize } = paging
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize > 0)) {
    return fail('invalid_cursor', `expected a page size of at least 1, received \`${pageSize}\``)
  }
  const parsed = cursor === undefined ? undefined : parseCursor(cursor, key)
  if (cursor !== undefined && !parsed) return fail('invalid_cursor', 'the cursor does not belong to this question')
  const pinned = parsed ? { ...given, revision: parsed.revision, at: parsed.at } : given
  const asking = beginAsking(bound.model, bound.graph, pinned)
  if (!asking.ok) return asking
  const listing = begin(asking.value)
  if (!listing.ok) return listing
  const result = run(listing.value.steps)
  if (result.error) return { ok: false, error: result.error }
  return { ok: true, value: cutPage(listing.value, result, parsed, pageSize ?? Number.POSITIVE_INFINITY, key) }
}

function run<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Positions: 0 nothing yet, 1 what has no node, then node + 2. */
function cutPage(listing: Listing, listed: Listed, cursor: Cursor | undefined, pageSize: number, key: JsonValue): Page {
  const { asking, type, prefix, suffix, firstItem } = listing
  const { bits, first } = listed
  const items: string[] = []
  let position = cursor?.position ?? 0
  if (first && position === 0) {
    items.push(firstItem)
    position = 1
  }
  const some = new Uint32Array(Math.min(4096, pageSize))
  let from = Math.max(0, position - 1)
  while (items.length < pageSize) {
    const wanted = some.subarray(0, Math.min(some.length, pageSize - items.length))
    const taken = bits.take(from, wanted)
    for (let i = 0; i < taken; i++) items.push(`${prefix}${asking.view.id(type, wanted[i]!)}${suffix}`)
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

function questionKey(kind: string, question: { readonly [key: string]: JsonValue }, given: Given): JsonValue {
  const { context = null, contextualTuples = [] } = given
  return { kind, question, context, contextualTuples: contextualTuples as unknown as JsonValue }
}
