// The graph as bytes: the file for a warm start, and what a replica downloads. It holds the same arrays that threads
// share, as they lie in memory, so opening one is reading it: the arrays of the new graph are parts of the image.
//
//   preamble  48 bytes: magic, version, byte order, length of the header and its complement, checksum of the header
//   header    JSON: the frozen graph with {"section": n} for each array, and the table of sections
//   sections  one after the other, each filled up with zeros, as the header is with spaces, to a multiple of 16 bytes
//
// Every byte is under a checksum or compared with the only value it can have, the fill included; the length of the
// whole follows from the header. So a changed bit or a missing end is always found.

import { checksum, PORTION, type Sum } from './checksum.ts'
import { isSharedMemory, sharedMemory } from './memory.ts'

const MAGIC = 0x4b4e434c // "LCNK"
const VERSION = 1
const BYTE_ORDER = 0x01020304
const SPACE = 0x20
const PREAMBLE_WORDS = 12
const PREAMBLE_BYTES = PREAMBLE_WORDS * 4

type Section = Uint8Array | Uint32Array | Float64Array

interface Header {
  readonly tree: unknown
  readonly sections: readonly { readonly form: Form; readonly length: number; readonly sum: Sum }[]
}

/** How many bytes an element has. */
const SIZES = { u8: 1, u32: 4, f64: 8 } as const
type Form = keyof typeof SIZES

export type Opened<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

/** The chunks of the image of a tree of plain values and typed arrays. */
export function* writeImage(tree: unknown): Generator<Uint8Array> {
  const sections: Section[] = []
  const plain = lift(tree, sections)
  const parts = sections.map(portions)
  const table = sections.map((section, i) => ({
    form: formOf(section),
    length: section.length,
    sum: checksum(parts[i]!, i + 1),
  }))
  const text = JSON.stringify({ tree: plain, sections: table } satisfies Header)
  const header = padded(new TextEncoder().encode(text), SPACE)
  const preamble = new Uint32Array(PREAMBLE_WORDS)
  preamble.set([MAGIC, VERSION, BYTE_ORDER, header.length, ~header.length, 0, 0, 0, ...checksum([header], 0)])
  yield bytesOf(preamble)
  yield header
  for (const part of parts) yield* part
}

/** The tree of an image; its arrays are parts of the image itself when that lies in shared memory. */
export function readImage(image: Uint8Array): Opened<unknown> {
  if (image.length < PREAMBLE_BYTES) return broken('it is too short for an image')
  const bytes = inSharedMemory(image)
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, PREAMBLE_WORDS)
  const [magic, version, byteOrder, headerLength, complement] = words as unknown as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (magic !== MAGIC) return broken('it does not begin as an image does')
  if (byteOrder !== BYTE_ORDER) return broken('it was written in another byte order')
  if (version !== VERSION) return broken(`its version is \`${version}\`, expected \`${VERSION}\``)
  const headerEnd = PREAMBLE_BYTES + headerLength
  if (~headerLength >>> 0 !== complement || headerLength % PORTION !== 0 || words[5] || words[6] || words[7]) {
    return broken('its preamble is damaged')
  }
  if (headerEnd > bytes.length) return broken('it ends within its header')
  const headerBytes = bytes.subarray(PREAMBLE_BYTES, headerEnd)
  if (!isSame(checksum([headerBytes], 0), words.subarray(8, 12))) return broken('its header is damaged')
  const header = JSON.parse(new TextDecoder().decode(headerBytes.slice())) as Header
  return readSections(bytes, header, headerEnd)
}

/** The chunks as one array in shared memory. */
export function joinChunks(chunks: Iterable<Uint8Array>): Uint8Array {
  const all = [...chunks]
  const joined = sharedBytes(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of all) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

function readSections(bytes: Uint8Array, { tree, sections }: Header, from: number): Opened<unknown> {
  const arrays: Section[] = []
  let at = from
  for (const [i, { form, length, sum }] of sections.entries()) {
    const size = length * SIZES[form]
    const end = at + Math.ceil(size / PORTION) * PORTION
    if (end > bytes.length) return broken(`it ends within section ${i + 1} of ${sections.length}`)
    if (!isSame(checksum([bytes.subarray(at, end)], i + 1), sum)) return broken(`section ${i + 1} is damaged`)
    arrays.push(arrayAt(bytes, form, at, length))
    at = end
  }
  if (at !== bytes.length) return broken(`it has ${bytes.length - at} bytes too many`)
  return { ok: true, value: lower(tree, arrays) }
}

function arrayAt({ buffer, byteOffset }: Uint8Array, form: Form, at: number, length: number): Section {
  if (form === 'u8') return new Uint8Array(buffer, byteOffset + at, length)
  return form === 'u32'
    ? new Uint32Array(buffer, byteOffset + at, length)
    : new Float64Array(buffer, byteOffset + at, length)
}

function broken(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}

/** The tree with its arrays taken out. */
function lift(value: unknown, sections: Section[]): unknown {
  if (value instanceof Uint8Array || value instanceof Uint32Array || value instanceof Float64Array) {
    return { section: sections.push(value) - 1 }
  }
  if (Array.isArray(value)) return value.map((each) => lift(each, sections))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, lift(each, sections)]))
}

function lower(value: unknown, sections: readonly Section[]): unknown {
  if (Array.isArray(value)) return value.map((each) => lower(each, sections))
  if (typeof value !== 'object' || value === null) return value
  if ('section' in value) return sections[value.section as number]
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, lower(each, sections)]))
}

function formOf(section: Section): Form {
  if (section instanceof Uint8Array) return 'u8'
  return section instanceof Uint32Array ? 'u32' : 'f64'
}

/** The whole portions of a section as they lie in memory, and the rest filled up. */
function portions(section: Section): Uint8Array[] {
  const bytes = bytesOf(section)
  const whole = bytes.length - (bytes.length % PORTION)
  const isAligned = bytes.byteOffset % 4 === 0
  const first = isAligned ? bytes.subarray(0, whole) : bytes.slice(0, whole)
  return whole === bytes.length ? [first] : [first, padded(bytes.subarray(whole))]
}

function padded(bytes: Uint8Array, fill = 0): Uint8Array {
  const result = new Uint8Array(Math.ceil(bytes.length / PORTION) * PORTION).fill(fill)
  result.set(bytes)
  return result
}

function bytesOf(array: Section): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const isReady = isSharedMemory(bytes.buffer) && bytes.byteOffset % PORTION === 0
  return isReady ? bytes : joinChunks([bytes])
}

function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(sharedMemory(length))
}

function isSame(sum: Sum, expected: ArrayLike<number>): boolean {
  return sum.every((lane, i) => lane === expected[i])
}
