import type { Tuple } from '@lockness/client'
import { describe, expect, it } from 'vitest'
import { effectOf, inverseOf, movedSince } from './change.ts'
import { isSame, keyOf } from './tuple-key.ts'

const tuple = (text: string, more: Partial<Tuple> = {}): Tuple => {
  const [object = '', relation = '', subject = ''] = text.split(/[#@]/)
  return { object, relation, subject, ...more }
}
const stored = (...tuples: Tuple[]) => new Map(tuples.map((each) => [keyOf(each), each]))
const ann = tuple('doc:1#viewer@user:ann')
const bob = tuple('doc:1#viewer@user:bob')
const ending = { ...ann, expiresAt: 9 }

describe('what a wish does', () => {
  it('is what alters something', () => {
    expect(effectOf({ added: [ann, bob], removed: [] }, stored(ann))).toEqual({ added: [bob], removed: [] })
    expect(effectOf({ added: [], removed: [ann, bob] }, stored(ann))).toEqual({ added: [], removed: [ann] })
  })

  it('remembers what it replaces, as it was', () => {
    expect(effectOf({ added: [ending], removed: [] }, stored(ann))).toEqual({ added: [ending], removed: [ann] })
    expect(effectOf({ added: [ann], removed: [ann] }, stored(ending))).toEqual({ added: [ann], removed: [ending] })
  })

  it('is undone by its inverse', () => {
    const before = stored(ann)
    const effect = effectOf({ added: [ending, bob], removed: [] }, before)
    const after = stored(ending, bob)
    expect(effectOf(inverseOf(effect), after)).toEqual({ added: [ann], removed: [bob, ending] })
  })
})

describe('what has moved since', () => {
  const change = { added: [ending], removed: [ann, bob] }
  it('is nothing while all is as it was left', () => {
    expect(movedSince(change, stored(ending, tuple('doc:2#viewer@user:ann')))).toEqual([])
  })

  it.each([
    ['one that was taken away by somebody', stored(), [ending]],
    ['one with another end', stored({ ...ann, expiresAt: 10 }), [ending]],
    ['one that somebody gave again', stored(ending, bob), [bob]],
  ])('is %s', (_, now, moved) => {
    expect(movedSince(change, now)).toEqual(moved)
  })
})

it('does not see the order of a context', () => {
  const one = { ...ann, condition: { name: 'c', context: { a: 1, b: { x: [1, 2], y: 2 } } } }
  const other = { ...ann, condition: { name: 'c', context: { b: { y: 2, x: [1, 2] }, a: 1 } } }
  expect(isSame(one, other)).toBe(true)
  expect(isSame(one, { ...other, condition: { name: 'c', context: { b: { y: 2, x: [2, 1] }, a: 1 } } })).toBe(false)
})
