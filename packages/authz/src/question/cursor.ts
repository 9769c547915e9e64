// Where a list goes on. A cursor is opaque to callers: it pins the revision and the instant of the first page, and it
// belongs to one question, so a cursor of another question, or one that was edited, is refused. It grants nothing:
// what it leads to is computed again.

import type { JsonValue } from '../tuple.ts'

export interface Cursor {
  readonly revision: number
  readonly at: number
  /** The last position that was given out. */
  readonly position: number
}

export function formatCursor({ revision, at, position }: Cursor, question: JsonValue): string {
  const text = `${revision}.${at}.${position}`
  return toBase64Url(`${text}.${fingerprint(text, question)}`)
}

/** Undefined when it is no cursor of this question. */
export function parseCursor(cursor: string, question: JsonValue): Cursor | undefined {
  const text = fromBase64Url(cursor)
  const match =
    text === undefined ? null : /^(\d{1,16})\.(-?\d{1,16}(?:\.\d{1,10})?)\.(\d{1,10})\.([0-9a-f]{16})$/.exec(text)
  if (!match) return undefined
  const [, revision, at, position, mark] = match
  if (fingerprint(`${revision}.${at}.${position}`, question) !== mark) return undefined
  return { revision: Number(revision), at: Number(at), position: Number(position) }
}

/** Not a secret, only a guard against mixing cursors up. */
function fingerprint(text: string, question: JsonValue): string {
  const source = `${text}\n${canonical(question)}`
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ (code + i), 0x85ebca6b)
    high ^= high >>> 13
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}

/** JSON with sorted keys: what means the same reads the same. */
function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

function toBase64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromBase64Url(text: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{8,128}$/.test(text)) return undefined
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}
