// Bytes from a stranger to a JSON value that everything behind may take as it is: UTF-8, of a bounded depth, without the
// two keys that reach into an object's prototype, without text that a database or a log cannot hold. Depth is counted
// before parsing, because the parser recurses.

import { isUtf8 } from 'node:buffer'
import { WireError } from './problem.ts'

export const JSON_DEPTH_MAX = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c

export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new WireError('malformed_json', 'the body is not UTF-8')
  if (isDeep(bytes)) throw new WireError('malformed_json', `the body is nested more than ${JSON_DEPTH_MAX} deep`)
  const text = bytes.toString('utf8')
  const value = parse(text)
  // An escape can hide anything; without one the words stand in the text as they are.
  if (text.includes('\\u') || text.includes('__proto__') || text.includes('constructor')) refuseDangerous(value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new WireError('malformed_json', text.trim() === '' ? 'the body is empty' : 'the body is not JSON', {
      cause: error,
    })
  }
}

function isDeep(bytes: Buffer): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    // `[` and `{`, then `]` and `}`.
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > JSON_DEPTH_MAX) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

function refuseDangerous(value: unknown): void {
  if (typeof value === 'string') return refuseText(value)
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) return value.forEach(refuseDangerous)
  for (const [key, entry] of Object.entries(value)) {
    refuseText(key)
    if (key === '__proto__') throw new WireError('malformed_json', 'the key `__proto__` is not accepted')
    if (key === 'constructor' && typeof entry === 'object' && entry !== null && Object.hasOwn(entry, 'prototype')) {
      throw new WireError('malformed_json', 'the key `constructor.prototype` is not accepted')
    }
    refuseDangerous(entry)
  }
}

function refuseText(text: string): void {
  if (!text.isWellFormed()) throw new WireError('malformed_json', 'text with half a surrogate pair is not accepted')
  if (text.includes('\0')) throw new WireError('malformed_json', 'text with `\\u0000` is not accepted')
}
