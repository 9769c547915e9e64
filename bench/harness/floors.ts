// What the machine itself can do, measured in the same rounds as the engine: the floor under every figure.
//   access  one dependent memory access (D): each read says where the next one is, all over 128 MB, which is the size of
//           the graph of 10 M tuples, so neither cache nor prefetch helps. Expected 60 ns on bare metal, 100 to 160 ns
//           on a virtual machine with small pages, where the page walk misses too.
//   scan    reading numbers one after the other: expected 0.3 to 0.6 ns each.
//   emit    an object's name copied from a byte arena into a chunk, with its type in front: expected 25 to 50 ns for 36
//           characters.
//   walk    marking and collecting one result of a list: a bit set for a node of a row, then found again: 1 to 4 ns.

import type { Case } from './measure.ts'

const TABLE_BITS = 25
const ACCESSES = 1_000_000
const CHUNK_BYTES = 65_536

/** `next[i] = (a·i + c) mod 2^25` visits every place once, in an order that no prefetcher knows. */
function fillCycle(next: Uint32Array): void {
  const mask = next.length - 1
  for (let i = 0; i < next.length; i++) next[i] = (Math.imul(i, 0x9e3779b5) + 0x3c6ef35f) & mask
}

/** The table of 128 MB is made once and kept. */
let table: Uint32Array | undefined

function cycle(): Uint32Array {
  if (!table) {
    table = new Uint32Array(2 ** TABLE_BITS)
    fillCycle(table)
  }
  return table
}

export function accessFloor(): Case {
  const next = cycle()
  let place = 0
  return {
    name: 'floor: access',
    operations: ACCESSES,
    expected: 0,
    run() {
      let at = place
      for (let i = 0; i < ACCESSES; i++) at = next[at]!
      place = at
      return at < next.length ? 0 : 1
    },
  }
}

export function scanFloor(): Case {
  const numbers = cycle().subarray(0, 2 ** 22)
  const expected = sum(numbers)
  return { name: 'floor: scan', operations: numbers.length, expected, run: () => sum(numbers) }
}

function sum(numbers: Uint32Array): number {
  let total = 0
  for (let i = 0; i < numbers.length; i++) total = (total + numbers[i]!) | 0
  return total
}

/** Names of `idBytes` bytes, each with `type:` before and a line feed after it. */
export function emitFloor(count: number, idBytes: number, type: string, repeats: number): Case {
  const arena = new Uint8Array(new SharedArrayBuffer(count * idBytes)).fill(97)
  const prefix = new TextEncoder().encode(`${type}:`)
  return {
    name: 'floor: emit',
    operations: count * repeats,
    expected: count * repeats * (prefix.length + idBytes + 1),
    run: () => repeated(repeats, () => emit(arena, count, idBytes, prefix)),
  }
}

function emit(arena: Uint8Array, count: number, idBytes: number, prefix: Uint8Array): number {
  let chunk = new Uint8Array(CHUNK_BYTES)
  let at = 0
  let sent = 0
  for (let each = 0; each < count; each++) {
    if (at + prefix.length + idBytes + 1 > CHUNK_BYTES) {
      sent += at
      chunk = new Uint8Array(CHUNK_BYTES)
      at = 0
    }
    for (let i = 0; i < prefix.length; i++) chunk[at++] = prefix[i]!
    const end = (each + 1) * idBytes
    for (let from = each * idBytes; from < end; from++) chunk[at++] = arena[from]!
    chunk[at++] = 10
  }
  return sent + at
}

/** `count` results out of `universe` objects: a bit for each node of a row, then all bits in order. */
export function walkFloor(count: number, universe: number, repeats: number): Case {
  const row = new Uint32Array(new SharedArrayBuffer(count * 4))
  const step = universe / count
  for (let i = 0; i < count; i++) row[i] = Math.floor(i * step)
  return {
    name: 'floor: walk',
    operations: count * repeats,
    expected: count * repeats,
    run: () => repeated(repeats, () => walk(row, universe)),
  }
}

function walk(row: Uint32Array, universe: number): number {
  const words = new Uint32Array((universe + 31) >>> 5)
  const found = new Uint32Array(row.length)
  for (let i = 0; i < row.length; i++) words[row[i]! >>> 5]! |= 1 << (row[i]! & 31)
  let count = 0
  for (let word = 0; word < words.length; word++) {
    for (let bits = words[word]!; bits !== 0; bits &= bits - 1)
      found[count++] = (word << 5) | (31 - Math.clz32(bits & -bits))
  }
  return count
}

function repeated(times: number, run: () => number): number {
  let sum = 0
  for (let i = 0; i < times; i++) sum += run()
  return sum
}
