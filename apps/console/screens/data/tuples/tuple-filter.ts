// Which tuples are looked at, as it stands in the address and as the server is asked. Pure, so that a link and a form mean
// the same.

import type { TupleReadInput } from '@lockness/client'
import { one, type Query } from '../address.ts'

export const FILTER_FIELDS = [
  'objectType',
  'object',
  'relation',
  'subjectType',
  'subject',
  'condition',
  'ends',
] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** What is not there narrows nothing down. */
export type TupleFilter = Partial<Readonly<Record<FilterField, string>>>

/** For how long a tuple has still to go: `1h`, `7d`, `any` for those that end at all. */
export const ENDS = ['1h', '1d', '7d', '30d', 'any'] as const

const HOUR_MS = 3_600_000
const FAR = '9999-12-31T23:59:59Z'
const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS }

export function readTupleFilter(query: Query): TupleFilter {
  const found = FILTER_FIELDS.flatMap((field) => {
    const value = one(query, field)
    if (value === undefined || (field === 'ends' && !isEnd(value))) return []
    return [[field, value] as const]
  })
  return Object.fromEntries(found)
}

export function isFiltered(filter: TupleFilter): boolean {
  return FILTER_FIELDS.some((field) => filter[field] !== undefined)
}

/** As the server is asked. */
export function questionOf(filter: TupleFilter, nowMs: number): Omit<TupleReadInput, 'store'> {
  const { ends, ...rest } = filter
  const before = ends === undefined ? undefined : endBefore(ends, nowMs)
  return { ...rest, ...(before !== undefined && { expiresBefore: before }) }
}

function isEnd(value: string): boolean {
  return ENDS.some((each) => each === value)
}

function endBefore(ends: string, nowMs: number): string {
  const [, count, unit] = /^(\d+)([hd])$/.exec(ends) ?? []
  if (count === undefined || unit === undefined) return FAR
  // To the minute, so that the pages of one list are asked for alike.
  const at = nowMs + Number(count) * (UNITS[unit] ?? 0)
  return new Date(Math.ceil(at / 60_000) * 60_000).toISOString()
}
