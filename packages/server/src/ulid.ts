// Ids that sort by the time at which they were made: 48 bits of milliseconds and 80 bits of chance, in Crockford's 32
// digits. Clients of OpenFGA's API refuse any other form, so every id of a store and of a model is one.

import { randomBytes } from 'node:crypto'
import { assert } from './errors.ts'

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_DIGITS = 10
const CHANCE_BYTES = 10
const TIME_MS_END = 2 ** 48

export function newUlid(nowMs = Date.now(), chance: Uint8Array = randomBytes(CHANCE_BYTES)): string {
  assert(Number.isInteger(nowMs) && nowMs >= 0 && nowMs < TIME_MS_END, `\`${nowMs}\` ms do not fit into an id`)
  assert(chance.length === CHANCE_BYTES, `an id has ${CHANCE_BYTES} bytes of chance`)
  let time = ''
  for (let rest = nowMs, i = 0; i < TIME_DIGITS; i++, rest = Math.floor(rest / 32)) time = DIGITS[rest % 32] + time
  return time + chanceDigits(chance)
}

/** Five bytes are eight digits. */
function chanceDigits(bytes: Uint8Array): string {
  let bits = 0
  let count = 0
  let text = ''
  for (const byte of bytes) {
    bits = (bits << 8) | byte
    for (count += 8; count >= 5; count -= 5) text += DIGITS[(bits >> (count - 5)) & 31]
    bits &= 31
  }
  return text
}
