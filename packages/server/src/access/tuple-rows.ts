// The rows of an import: tuples as an export tells them, one JSON object on each line. Checked by hand, because there are
// millions of them; what is wrong with one is told with its line.

import type { JsonObject, Tuple } from '@lockness/authz'
import { parseJson } from '../http/json-body.ts'
import { WireError } from '../http/problem.ts'
import type { ImportRow, WrongRow } from '../store/import.ts'

const FIELDS: ReadonlySet<string> = new Set(['object', 'relation', 'subject', 'condition', 'expiresAt'])

/** Undefined for an empty line, and for the first and last line of an export, which say what it is. */
export function readRow(text: string): ImportRow {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'not JSON' }
  }
  if (!isRecord(value)) return { wrong: 'expected an object with `object`, `relation` and `subject`' }
  if (Object.hasOwn(value, 'export') || Object.hasOwn(value, 'end')) return undefined
  // A context can hold anything: it is read again as the body of a write is, which refuses what must not be stored.
  const why = value.condition === undefined ? undefined : whyUnacceptable(text)
  return why === undefined ? readTuple(value) : { wrong: why }
}

function whyUnacceptable(text: string): string | undefined {
  try {
    parseJson(Buffer.from(text, 'utf8'))
    return undefined
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error.message
  }
}

function readTuple(value: Record<string, unknown>): Tuple | WrongRow {
  for (const name in value) if (!FIELDS.has(name)) return { wrong: `unknown field \`${name}\`` }
  const { object, relation, subject, condition, expiresAt } = value
  if (typeof object !== 'string' || typeof relation !== 'string' || typeof subject !== 'string')
    return { wrong: '`object`, `relation` and `subject` are expected to be text' }
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && Number(expiresAt) >= 0))
    return { wrong: '`expiresAt` is expected to be milliseconds since 1970' }
  if (condition !== undefined && !isCondition(condition))
    return { wrong: '`condition` is expected to be `{"name": …, "context": {…}}`' }
  return {
    object,
    relation,
    subject,
    ...(condition !== undefined && { condition }),
    ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) }),
  }
}

function isCondition(value: unknown): value is { readonly name: string; readonly context?: JsonObject } {
  if (!isRecord(value) || typeof value.name !== 'string') return false
  if (Object.keys(value).some((name) => name !== 'name' && name !== 'context')) return false
  return value.context === undefined || isRecord(value.context)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
