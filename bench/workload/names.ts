// The names of the objects of a large world, made from their numbers. `uuid` gives 36 characters in the form of UUIDv7:
// time in front, ascending with the number as in a real table, then bits that look like chance. `short` gives a few
// characters. Names are flat strings made from bytes: a string glued from parts would be copied when first hashed, and
// the benchmark would pay for it.

import { mix } from './random.ts'

export type IdStyle = 'uuid' | 'short'

const FIRST_MS = Date.UTC(2025, 0, 1)
const STEP_MS = 5
const HEX = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const DASHES = [8, 13, 18, 23]
const DASH = 45

/** The names of the objects 0 … count - 1 of a type, as `type:id`. */
export function makeNames(style: IdStyle, type: string, count: number): string[] {
  const bytes = Buffer.alloc(type.length + 1 + ID_BYTES_MAX)
  const from = bytes.write(`${type}:`, 'latin1')
  const salt = mix(Buffer.from(type).reduce((sum, byte) => Math.imul(sum, 31) + byte, 7))
  const names = new Array<string>(count)
  for (let number = 0; number < count; number++) {
    const to = style === 'uuid' ? writeUuid(bytes, from, salt, number) : writeShort(bytes, from, type, number)
    names[number] = bytes.toString('latin1', 0, to)
  }
  return names
}

const ID_BYTES_MAX = 36

function writeUuid(bytes: Buffer, from: number, salt: number, number: number): number {
  const ms = FIRST_MS + number * STEP_MS
  writeHex(bytes, from, Math.floor(ms / 0x10000), 8)
  writeHex(bytes, from + 9, ms % 0x10000, 4)
  const chance = mix(number ^ salt)
  writeHex(bytes, from + 14, 0x7000 | (chance & 0xfff), 4)
  writeHex(bytes, from + 19, 0x8000 | ((chance >>> 12) & 0x3fff), 4)
  writeHex(bytes, from + 24, mix(chance ^ 0x51ed270b), 8)
  writeHex(bytes, from + 32, mix(chance ^ salt) & 0xffff, 4)
  for (const at of DASHES) bytes[from + at] = DASH
  return from + ID_BYTES_MAX
}

function writeHex(bytes: Buffer, at: number, value: number, digits: number): void {
  let rest = value
  for (let i = at + digits - 1; i >= at; i--) {
    bytes[i] = HEX[rest & 15]!
    rest >>>= 4
  }
}

function writeShort(bytes: Buffer, from: number, type: string, number: number): number {
  return from + bytes.write(`${type[0]}${number.toString(36)}`, from, 'latin1')
}
