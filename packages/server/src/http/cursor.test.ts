import { expect, test } from 'vitest'
import { Cursors } from './cursor.ts'

const cursors = new Cursors(Buffer.alloc(32, 1))
const sealed = cursors.seal('tuples', { store: 's', type: 'doc' }, ['doc:1', 7, null])

test('a cursor opens where it was made', () => {
  expect(cursors.open('tuples', { store: 's', type: 'doc' }, sealed)).toEqual(['doc:1', 7, null])
})

test.each([
  ['another list', 'models', { store: 's', type: 'doc' }, sealed],
  ['another store', 'tuples', { store: 't', type: 'doc' }, sealed],
  ['another filter', 'tuples', { store: 's', type: 'user' }, sealed],
  [
    'one byte changed',
    'tuples',
    { store: 's', type: 'doc' },
    `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`,
  ],
  ['cut', 'tuples', { store: 's', type: 'doc' }, sealed.slice(0, 20)],
  ['empty', 'tuples', { store: 's', type: 'doc' }, ''],
  ['no base64', 'tuples', { store: 's', type: 'doc' }, '../../etc'],
])('and not with %s', (_, list, filter, cursor) => {
  expect(() => cursors.open(list, filter, cursor)).toThrow('not one of this list')
})

test('nor in another installation, nor by moving letters between list and filter', () => {
  expect(() => new Cursors(Buffer.alloc(32, 2)).open('tuples', { store: 's', type: 'doc' }, sealed)).toThrow()
  expect(() => cursors.open('ab', 'c', cursors.seal('a', 'bc', [1]))).toThrow()
  expect(() => new Cursors(Buffer.alloc(31))).toThrow('32 bytes')
})

test('pages laid end to end are the list', () => {
  const all = Array.from({ length: 25 }, (_, i) => i)
  const read = (after: number) => all.filter((each) => each > after).slice(0, 11)
  const pages: number[][] = []
  for (let after = -1, more = true; more; ) {
    const { items, cursor } = cursors.page('n', null, read(after), 10, (row) => [row])
    pages.push([...items])
    more = cursor !== undefined
    if (cursor) after = cursors.open('n', null, cursor)[0] as number
  }
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5])
  expect(pages.flat()).toEqual(all)
})
