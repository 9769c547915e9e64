// A group of ids gets the numbers that each would have got alone: in the order in which they come, whatever letters
// they have, whether they repeat, and whether their names have one length or many.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GraphBuilder } from './build.ts'
import { IdGroup } from './id-group.ts'
import { Names } from './names.ts'

const SIZE = 8
const SEED = 7

function numbersInGroups(ids: readonly string[], names: Names): number[] {
  const group = new IdGroup(SIZE, SEED)
  const numbers: number[] = []
  for (let from = 0; from < ids.length; from += SIZE) {
    const some = ids.slice(from, from + SIZE)
    for (const [i, id] of some.entries()) group.texts[i] = `type:${id}#end`
    group.encode(some.length)
    for (const [i, id] of some.entries()) group.place(i, names, 5, 5 + id.length)
    group.intern(some.length)
    numbers.push(...group.nodes.subarray(0, some.length))
  }
  return numbers
}

const id = fc.oneof(
  fc.string({ minLength: 4, maxLength: 4, unit: fc.constantFrom('a', 'b', 'c') }),
  fc.string({ minLength: 1, maxLength: 9 }),
  fc.string({ minLength: 1, maxLength: 9, unit: 'binary' }),
  fc.constantFrom('__proto__', '\ud800', 'x'.repeat(512), '日'.repeat(512)),
)

test('numbers are those that each id would get alone', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 60 }), (ids) => {
      const alone = new Names(SEED)
      const names = new Names(SEED)
      expect(numbersInGroups(ids, names)).toEqual(ids.map((each) => alone.intern(each)))
      expect(ids.map((each) => names.get(names.find(each)))).toEqual(ids)
      const thawed = Names.thaw(names.freeze())
      expect(numbersInGroups([...ids, 'later'], thawed)).toEqual([...ids, 'later'].map((each) => alone.intern(each)))
    }),
  )
})

test('a name of another length than those before it in its block is found, and so are they', () => {
  const names = new Names(SEED)
  const ids = ['aaaa', 'bbbb', 'c', 'dddd', 'eeeeeeee']
  for (const each of ids) names.intern(each)
  expect(ids.map((each) => names.get(names.find(each)))).toEqual(ids)
  const thawed = Names.thaw(names.freeze())
  expect(ids.map((each) => thawed.get(thawed.find(each)))).toEqual(ids)
})

test('text that is not a tuple is refused, at the latest at the end', () => {
  const builder = new GraphBuilder()
  builder.add({ object: 'doc:1', relation: 'viewer', subject: 'user:1' })
  builder.add({ object: 'doc', relation: 'viewer', subject: 'user:1' })
  expect(() => builder.finish()).toThrow('not a tuple: object `doc`, relation `viewer`, subject `user:1`')
})
