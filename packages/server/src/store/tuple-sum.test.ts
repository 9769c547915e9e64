// Sums of tuples: equal for the same tuples in whatever order, different for all others.

import type { Tuple } from '@lockness/authz'
import { expect, it } from 'vitest'
import { TupleSum } from './tuple-sum.ts'

const ANN: Tuple = { object: 'doc:1', relation: 'viewer', subject: 'user:ann' }
const BEN: Tuple = { ...ANN, subject: 'user:ben' }
const withContext = (context: object): Tuple => ({ ...ANN, condition: { name: 'open', context: context as never } })

function sumOf(...tuples: Tuple[]): string {
  const sum = new TupleSum()
  for (const tuple of tuples) sum.add(tuple)
  return sum.text()
}

it('does not care for order, of tuples or of keys', () => {
  expect(sumOf(ANN, BEN)).toBe(sumOf(BEN, ANN))
  expect(sumOf(withContext({ a: 1, b: { c: [1], d: 2 } }))).toBe(sumOf(withContext({ b: { d: 2, c: [1] }, a: 1 })))
})

it('is nothing again when all that was added was removed', () => {
  const sum = new TupleSum()
  sum.remove(BEN)
  sum.add(ANN)
  sum.add(BEN)
  sum.remove(ANN)
  expect(sum.text()).toBe(new TupleSum().text())
  expect(sum.text()).toBe('0'.repeat(32))
})

it.each([
  ['another subject', BEN],
  ['an end', { ...ANN, expiresAt: 5 }],
  ['a condition', { ...ANN, condition: { name: 'open' } }],
  ['an empty context', withContext({})],
  ['a list for an object', withContext({ of: [['a', 1]] })],
  ['another place of a colon', { object: 'doc', relation: '1#viewer', subject: 'user:ann' }],
] as const)('tells %s apart', (_, tuple) => {
  const others = [ANN, withContext({ a: 1 }), withContext([['a', 1]] as never)].map((other) => sumOf(other))
  expect(others).not.toContain(sumOf(tuple))
})
