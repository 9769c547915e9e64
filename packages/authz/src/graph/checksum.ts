// A checksum of 128 bits in four lanes, made for finding damage, not for keeping out an attacker. Each step of a lane
// is a bijection of the lane's state for a given word, and of the word for a given state: so damage within one word, a
// flipped bit for instance, changes the result for certain, and any other with all but a probability of 2^-32 or less.

/** Bytes are taken in portions of this many; what is summed is a whole number of them. */
export const PORTION = 16

const FACTOR_A = 0x9e3779b1
const FACTOR_B = 0x85ebca77
const FACTOR_C = 0xc2b2ae3d
const FACTOR_D = 0x27d4eb2f

export type Sum = readonly [number, number, number, number]

/**
 * The sum of bytes that come in parts, each a whole number of portions and aligned to four bytes. `position` keeps
 * equal bytes in different places from having the same sum.
 */
export function checksum(parts: readonly Uint8Array[], position: number): Sum {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  let lanes: Sum = [position + 1, length >>> 0, Math.floor(length / 2 ** 32), ~position]
  for (const part of parts) lanes = addTo(lanes, new Uint32Array(part.buffer, part.byteOffset, part.length / 4))
  return [lanes[0] >>> 0, lanes[1] >>> 0, lanes[2] >>> 0, lanes[3] >>> 0]
}

function addTo(lanes: Sum, words: Uint32Array): Sum {
  let [a, b, c, d] = lanes
  for (let i = 0; i < words.length; i += 4) {
    a = Math.imul(a ^ words[i]!, FACTOR_A)
    b = Math.imul(b ^ words[i + 1]!, FACTOR_B)
    c = Math.imul(c ^ words[i + 2]!, FACTOR_C)
    d = Math.imul(d ^ words[i + 3]!, FACTOR_D)
    a ^= a >>> 15
    b ^= b >>> 15
    c ^= c >>> 15
    d ^= d >>> 15
  }
  return [a, b, c, d]
}
