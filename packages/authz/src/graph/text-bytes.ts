// Text as bytes and back. UTF-8, except that half of a surrogate pair, which UTF-8 cannot say, is written as the three
// bytes of its code (WTF-8): so different JavaScript strings are always different bytes, and come back as they were.

/** The bytes of the text that was encoded last, and their hash. Read them before anything else is encoded. */
export const encoded = { bytes: new Uint8Array(4096), length: 0, hash: 0 }

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
let letters = new Uint8Array(1024)

/** Encodes `text.slice(from, to)` into `encoded`. Plain ASCII is encoded and hashed in one pass, four bytes at a time. */
export function encode(text: string, from: number, to: number, seed: number): void {
  const length = to - from
  if (length * 3 > encoded.bytes.length) encoded.bytes = new Uint8Array(length * 4)
  const { bytes } = encoded
  const whole = length & ~3
  let hash = seed
  let all = 0
  for (let i = 0; i < whole; i += 4) {
    const a = text.charCodeAt(from + i)
    const b = text.charCodeAt(from + i + 1)
    const c = text.charCodeAt(from + i + 2)
    const d = text.charCodeAt(from + i + 3)
    all |= a | b | c | d
    bytes[i] = a
    bytes[i + 1] = b
    bytes[i + 2] = c
    bytes[i + 3] = d
    hash = addWord(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  let rest = 0
  for (let i = length - 1; i >= whole; i--) {
    const unit = text.charCodeAt(from + i)
    all |= unit
    bytes[i] = unit
    rest = (rest << 8) | unit
  }
  encoded.length = length
  encoded.hash = avalanche(hash ^ mix(rest) ^ length)
  if (all >= 0x80) encodeAny(text, from, to, seed)
}

export function decode(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start
  if (length > letters.length) letters = new Uint8Array(length * 2)
  let all = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!
    all |= byte
    letters[i] = byte
  }
  if (all >= 0x80) return decodeAny(letters, length)
  return length <= 64
    ? String.fromCharCode.apply(null, letters.subarray(0, length) as unknown as number[])
    : decoder.decode(letters.subarray(0, length))
}

function encodeAny(text: string, from: number, to: number, seed: number): void {
  const { bytes } = encoded
  let at = 0
  for (let i = from; i < to; i++) {
    let code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < to) {
      const low = text.charCodeAt(i + 1)
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        i++
      }
    }
    if (code < 0x80) bytes[at++] = code
    else {
      if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6)
      else {
        if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12)
        else {
          bytes[at++] = 0xf0 | (code >> 18)
          bytes[at++] = 0x80 | ((code >> 12) & 0x3f)
        }
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
      }
      bytes[at++] = 0x80 | (code & 0x3f)
    }
  }
  encoded.length = at
  encoded.hash = hashBytes(bytes, 0, at, seed)
}

function decodeAny(bytes: Uint8Array, length: number): string {
  let text = ''
  for (let i = 0; i < length; ) {
    const first = bytes[i++]!
    let code = first
    if (first >= 0xf0)
      code = ((first & 7) << 18) | (follow(bytes, i++) << 12) | (follow(bytes, i++) << 6) | follow(bytes, i++)
    else if (first >= 0xe0) code = ((first & 15) << 12) | (follow(bytes, i++) << 6) | follow(bytes, i++)
    else if (first >= 0xc0) code = ((first & 31) << 6) | follow(bytes, i++)
    text += String.fromCodePoint(code)
  }
  return text
}

function follow(bytes: Uint8Array, at: number): number {
  return bytes[at]! & 0x3f
}

/** MurmurHash3, 32 bits: the same hash that `encode` gives. */
export function hashBytes(bytes: Uint8Array, from: number, length: number, seed: number): number {
  let hash = seed
  const whole = from + (length & ~3)
  for (let i = from; i < whole; i += 4) {
    hash = addWord(hash, bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
  }
  let rest = 0
  for (let i = from + length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!
  return avalanche(hash ^ mix(rest) ^ length)
}

function addWord(hash: number, word: number): number {
  const sum = hash ^ mix(word)
  return (Math.imul((sum << 13) | (sum >>> 19), 5) + 0xe6546b64) | 0
}

function mix(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51)
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593)
}

/** Every bit of the number has a say in every bit of the result. */
export function avalanche(number: number): number {
  let hash = number
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
