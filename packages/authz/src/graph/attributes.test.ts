import { describe, expect, it } from 'vitest'
import { type Condition, INVALID } from '../condition.ts'
import type { JsonObject, JsonValue } from '../tuple.ts'
import { Attributes } from './attributes.ts'
import { Registry } from './registry.ts'

/** Says what it was given, and in which form. */
const condition: Condition = {
  name: 'c',
  parameters: ['at', 'list', 'n', 'text', 'wrong', 'yes'],
  coerce: (slot: number, value: JsonValue) => (slot === 4 ? INVALID : ['json', value]),
  coerceInstant: (slot: number, epochMs: number) => (slot === 0 ? ['instant', epochMs] : undefined),
  evaluate: () => true,
}

function load(context: JsonObject, times = 1): unknown[] {
  const attributes = new Attributes(new Registry(), 0)
  const attribute = attributes.intern({ condition: { name: 'c', context } })
  const slots: unknown[] = ['kept', 'kept', 'kept', 'kept', 'kept', 'kept']
  for (let i = 0; i < times; i++) attributes.load(attribute, condition, slots)
  return slots
}

describe('a stored context', () => {
  it('fills the slots of the parameters it has, and no other', () => {
    expect(load({})).toEqual(['kept', 'kept', 'kept', 'kept', 'kept', 'kept'])
    expect(load({ n: 1.5, other: 2, yes: false })).toEqual([
      'kept',
      'kept',
      ['json', 1.5],
      'kept',
      'kept',
      ['json', false],
    ])
    expect(load({ list: [1, { a: null }], text: 'x' }, 2)).toEqual([
      'kept',
      ['json', [1, { a: null }]],
      'kept',
      ['json', 'x'],
      'kept',
      'kept',
    ])
  })

  it('gives an instant as milliseconds to a timestamp, and as text to anything else', () => {
    const at = '2026-01-02T03:04:05Z'
    expect(load({ at, text: at })).toEqual([['instant', Date.parse(at)], 'kept', 'kept', ['json', at], 'kept', 'kept'])
    expect(load({ at: '2026-01-02T03:04:05+01:00' })[0]).toEqual(['json', '2026-01-02T03:04:05+01:00'])
  })

  it('of the wrong type is INVALID, every time', () => {
    expect(load({ wrong: 'x' }, 2)[4]).toBe(INVALID)
    expect(load({ wrong: 1 }, 2)[4]).toBe(INVALID)
  })
})

describe('attributes', () => {
  it('that are equal are stored once, and others are not', () => {
    const attributes = new Attributes(new Registry(), 0)
    const different = [
      { condition: { name: 'c' } },
      { condition: { name: 'c', context: {} } },
      { condition: { name: 'd' } },
      { expiresAt: 5 },
      { condition: { name: 'c' }, expiresAt: 5 },
      { condition: { name: 'c', context: { n: 0 } } },
      { condition: { name: 'c', context: { n: -0 } } },
      { condition: { name: 'c', context: { n: false } } },
      { condition: { name: 'c', context: { n: '0' } } },
      { condition: { name: 'c', context: { a: 1, b: 2 } } },
      { condition: { name: 'c', context: { 'a","b': 1 } } },
    ]
    const numbers = different.map((each) => attributes.intern(each))
    expect(new Set(numbers).size).toBe(different.length)
    expect(different.map((each) => attributes.intern(each))).toEqual(numbers)
    expect(attributes.intern({ condition: { name: 'c', context: { b: 2, a: 1 } } })).toBe(numbers[9])
    expect(attributes.intern({})).toBe(0)
    expect(attributes.intern({ expiresAt: Number.POSITIVE_INFINITY })).toBe(0)
  })

  it('by the thousand are told apart', () => {
    const attributes = new Attributes(new Registry(), 0)
    const numbers = Array.from({ length: 5000 }, (_, i) => attributes.intern({ expiresAt: i }))
    expect(numbers.filter((each, i) => attributes.expiresAt(each) !== i)).toEqual([])
    expect(Array.from({ length: 5000 }, (_, i) => attributes.intern({ expiresAt: i }))).toEqual(numbers)
  })
})
