// Lists as a stream of bytes: one line for each result, copied out of the arena in the order in which the names lie
// there. Between two chunks, some of them empty, others may work: a list of a million does not stop the checks. An id may
// hold any character, also a line feed; lines that leave the process are JSON strings, which say where they end.

import type { Bound } from '../engine.ts'
import type { Given, ListObjectsQuestion, ListSubjectsQuestion } from '../question.ts'
import type { Answer } from '../verdict.ts'
import type { Asking } from './asking.ts'
import { beginObjects, beginSubjects, type Listed, type Listing } from './listing.ts'
import { beginAsking } from './resolve.ts'

const CHUNK_BYTES = 65_536
/** A type, an id and a relation of the greatest length, six bytes for each character: an escape in JSON. */
const LINE_BYTES_MAX = 8_192

/** `text`: as it is. `json`: each line is a JSON string. */
export type LineForm = 'text' | 'json'

/** How a stream ended. Before an error nothing was sent. */
export type StreamEnd = Answer<{ readonly revision: number; readonly count: number }>

export function streamObjects(
  bound: Bound,
  question: ListObjectsQuestion,
  given: Given,
  form: LineForm,
): Generator<Uint8Array, StreamEnd> {
  return stream(bound, given, form, (asking) => beginObjects(bound, asking, question))
}

export function streamSubjects(
  bound: Bound,
  question: ListSubjectsQuestion,
  given: Given,
  form: LineForm,
): Generator<Uint8Array, StreamEnd> {
  return stream(bound, given, form, (asking) => beginSubjects(bound, asking, question))
}

function* stream(
  bound: Bound,
  given: Given,
  form: LineForm,
  begin: (asking: Asking) => Answer<Listing>,
): Generator<Uint8Array, StreamEnd> {
  const asking = beginAsking(bound.model, bound.graph, given)
  if (!asking.ok) return asking
  const listing = begin(asking.value)
  if (!listing.ok) return listing
  const nothing = new Uint8Array(0)
  const { steps } = listing.value
  let step = steps.next()
  for (; !step.done; step = steps.next()) yield nothing
  if (step.value.error) return { ok: false, error: step.value.error }
  const count = yield* emit(listing.value, step.value, form)
  return { ok: true, value: { revision: asking.value.view.revision, count } }
}

function* emit(listing: Listing, { bits, first }: Listed, form: LineForm): Generator<Uint8Array, number> {
  const { asking, type } = listing
  const { view } = asking
  const encoder = new TextEncoder()
  const isJson = form === 'json'
  const prefix = encoder.encode(isJson ? JSON.stringify(listing.prefix).slice(0, -1) : listing.prefix)
  const suffix = encoder.encode(`${isJson ? JSON.stringify(listing.suffix).slice(1) : listing.suffix}\n`)
  const some = new Uint32Array(1024)
  let count = 0
  let chunk = new Uint8Array(CHUNK_BYTES)
  const firstItem = isJson ? JSON.stringify(listing.firstItem) : listing.firstItem
  let at = first ? encoder.encodeInto(`${firstItem}\n`, chunk).written : 0
  for (let from = 0; ; from = some[some.length - 1]! + 1) {
    const taken = bits.take(from, some)
    for (let i = 0; i < taken; i++) {
      if (at + LINE_BYTES_MAX > CHUNK_BYTES) {
        yield chunk.subarray(0, at)
        chunk = new Uint8Array(CHUNK_BYTES)
        at = 0
      }
      for (let j = 0; j < prefix.length; j++) chunk[at++] = prefix[j]!
      const begin = at
      at += view.copyId(type, some[i]!, chunk, at)
      if (isJson && needsEscape(chunk, begin, at)) {
        at =
          begin +
          encoder.encodeInto(JSON.stringify(view.id(type, some[i]!)).slice(1, -1), chunk.subarray(begin)).written
      }
      for (let j = 0; j < suffix.length; j++) chunk[at++] = suffix[j]!
    }
    count += taken
    if (taken < some.length) break
  }
  if (at > 0) yield chunk.subarray(0, at)
  return first ? count + 1 : count
}

/** What JSON has another spelling for; 0xed begins half a surrogate pair, among others, which no UTF-8 can say. */
function needsEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c || byte === 0xed) return true
  }
  return false
}
