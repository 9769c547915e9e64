// A call as it goes over the wire: which part of the input stands in the path, which in the query or the body. Values are
// encoded, whatever characters they have; one that no address can carry is refused before anything is sent.

import { refusedInput } from './error.ts'
import type { CallOptions, OperationRow } from './method.ts'

/** What every runtime's fetch can send. */
export type SentBody = NonNullable<RequestInit['body']>

export interface Request {
  readonly method: string
  /** Below the address of the server: `/v1/stores/a%2Fb/check`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Made anew for every try. */
  body?(): { readonly body: SentBody; readonly duplex?: 'half' }
}

export type Input = Readonly<Record<string, unknown>>

export function requestOf(row: OperationRow, input: Input, accept: string): Request {
  const { method, rest = 'query' } = row
  const inPath = new Set<string>()
  const path = row.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    inPath.add(name)
    return segmentOf(name, input[name])
  })
  const others = Object.entries(input).filter(([name, value]) => !inPath.has(name) && value !== undefined)
  if (rest === 'query') return { method, path: path + queryOf(others), headers: { accept } }
  const body = JSON.stringify(Object.fromEntries(others))
  return { method, path, headers: { accept, 'content-type': 'application/json' }, body: () => ({ body }) }
}

/** Nobody relies on what would be passed over. */
export function requireMeaning(row: OperationRow, { consistency, idempotencyKey }: CallOptions): void {
  if (consistency !== undefined && !row.consistency) throw refusedInput('it takes no `consistency`')
  if (idempotencyKey !== undefined && !row.idempotent) throw refusedInput('it takes no idempotency key')
}

/** `.` and `..` mean a place in an address even when they are encoded. */
function segmentOf(name: string, value: unknown): string {
  if (Number.isSafeInteger(value)) return String(value)
  if (typeof value !== 'string') throw refusedInput(`\`${name}\` is text or a whole number, and needed`)
  if (value === '' || value === '.' || value === '..') throw refusedInput(`\`${name}\` cannot be \`${value}\``)
  return encoded(name, value)
}

function queryOf(entries: readonly (readonly [string, unknown])[]): string {
  const pairs = entries.map(([name, value]) => {
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw refusedInput(`\`${name}\` is text, a number or a truth`)
    return `${encoded(name, name)}=${encoded(name, String(value))}`
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function encoded(name: string, value: string): string {
  if (!value.isWellFormed()) throw refusedInput(`\`${name}\` is not well-formed text: it has half a character`)
  return encodeURIComponent(value)
}
