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

/** The names of numbers 0 … count - 1 of a type. */
export function makeIds(style: IdStyle, type: string, count: number): string[] {
  const bytes = Buffer.alloc(36)
  const salt = mix(Buffer.from(type).reduce((sum, byte) => Math.imul(sum, 31) + byte, 7))
  const ids = new Array<string>(count)
  for (let number = 0; number < count; number++) {
    ids[number] = style === 'uuid' ? uuid(bytes, salt, number) : short(bytes, type, number)
  }
  return ids
}

function uuid(bytes: Buffer, salt: number, number: number): string {
  const ms = FIRST_MS + number * STEP_MS
  writeHex(bytes, 0, Math.floor(ms / 0x10000), 8)
  writeHex(bytes, 9, ms % 0x10000, 4)
  const chance = mix(number ^ salt)
  writeHex(bytes, 14, 0x7000 | (chance & 0xfff), 4)
  writeHex(bytes, 19, 0x8000 | ((chance >>> 12) & 0x3fff), 4)
  writeHex(bytes, 24, mix(chance ^ 0x51ed270b), 8)
  writeHex(bytes, 32, mix(chance ^ salt) & 0xffff, 4)
  for (const at of DASHES) bytes[at] = 45
  return bytes.toString('latin1', 0, 36)
}

function writeHex(bytes: Buffer, at: number, value: number, digits: number): void {
  let rest = value
  for (let i = at + digits - 1; i >= at; i--) {
    bytes[i] = HEX[rest & 15]!
    rest >>>= 4
  }
}

function short(bytes: Buffer, type: string, number: number): string {
  const text = `${type[0]}${number.toString(36)}`
  const length = bytes.write(text, 'latin1')
  return bytes.toString('latin1', 0, length)
}
