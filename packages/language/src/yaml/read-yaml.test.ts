// YAML that people get wrong, and YAML that was made to hurt.

import { expect, test } from 'vitest'
import { readYaml } from './read-yaml.ts'

/** `line:column message`, counted from one. */
function problems(text: string): string[] {
  return readYaml(text).problems.map(
    ({ range, message }) => `${range!.start.line + 1}:${range!.start.column + 1} ${message}`,
  )
}

test('a key that is there twice is told once for each repetition', () => {
  expect(problems('a: 1\nb: {c: 1, c: 2}\na: 2\n')).toEqual([
    '2:11 key `c` is there twice',
    '3:1 key `a` is there twice',
  ])
})

test('a repetition behind an alias is told once', () => {
  expect(problems('a: &a {c: 1, c: 2}\nb: *a\n')).toEqual(['1:14 key `c` is there twice'])
})

test('names of the language itself are keys like others', () => {
  expect(problems('__proto__: 1\nconstructor: 2\ntoString: 3\n')).toEqual([])
  expect(readYaml('__proto__: 1\n').root).toMatchObject({ kind: 'map', entries: [{ key: '__proto__' }] })
})

test('a second document is not passed over in silence', () => {
  expect(problems('a: 1\n---\nb: 2\n')).toEqual(['2:1 there is more than one document in the file'])
})

test('what cannot be closed is told with its place', () => {
  expect(problems('a: [1, 2\nb: 3\n').length).toBeGreaterThan(0)
  expect(problems('a: *nobody\n')).toEqual(['1:4 alias `*nobody` stands for nothing above it'])
})

test.each([
  ['brackets', '['.repeat(50_000), /^1:10\d nested deeper than 100$/],
  ['closed brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, /nested deeper than 100$/],
  ['maps in maps', `${'{a: '.repeat(50_000)}1${'}'.repeat(50_000)}`, /nested deeper than 100$/],
  ['dashes', `${'- '.repeat(50_000)}x`, /nested deeper than 100$/],
  ['a list that holds itself', '&a [*a]', /unfolds/],
  ['very much text', 'x'.repeat(2_000_000), /at most 1048576 characters, this one has 2000000$/],
])('%s end with one message', (_, text, message) => {
  expect(problems(text)).toEqual([expect.stringMatching(message)])
})

test('100 levels are read', () => {
  expect(problems(`${'['.repeat(100)}${']'.repeat(100)}`)).toEqual([])
})

test('many keys take time in proportion', { timeout: 30_000 }, () => {
  const text = Array.from({ length: 60_000 }, (_, number) => `k${number}: 1`).join('\n')
  const started = performance.now()
  expect(problems(text)).toEqual([])
  // About half a second; comparing each key with each takes twenty times as long.
  expect(performance.now() - started).toBeLessThan(8_000)
})
