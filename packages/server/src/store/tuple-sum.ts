// What a set of tuples is, as one short text: a sum of hashes. A sum does not care for order, so graphs, threads and the
// database are equal in it when they hold the same tuples; and what was added and removed again leaves nothing.

import { createHash } from 'node:crypto'
import { type JsonValue, type Tuple, tupleKey } from '@lockness/authz'

const BITS = 128
const HEX_DIGITS = BITS / 4

export class TupleSum {
  private sum = 0n

  add(tuple: Tuple): void {
    this.sum = BigInt.asUintN(BITS, this.sum + hashOf(tuple))
  }

  remove(tuple: Tuple): void {
    this.sum = BigInt.asUintN(BITS, this.sum - hashOf(tuple))
  }

  /** In hexadecimal digits, always as many. */
  text(): string {
    return this.sum.toString(16).padStart(HEX_DIGITS, '0')
  }
}

function hashOf(tuple: Tuple): bigint {
  const { condition, expiresAt } = tuple
  const context = condition?.context && ordered(condition.context)
  const text = JSON.stringify([tupleKey(tuple), condition?.name ?? null, context ?? null, expiresAt ?? null])
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS)}`)
}

/** Lists instead of objects: PostgreSQL orders the keys of an object in its own way, so that an order says nothing. */
function ordered(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { of: entries.map(([key, each]) => [key, ordered(each)]) }
}
