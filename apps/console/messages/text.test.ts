import { expect, test } from 'vitest'
import { formatText, placesOf } from './text.ts'

// biome-ignore format: a table is read by its columns
test.for<[text: string, values: Record<string, string | number>, locale: string, written: string]>([
  ['plain',                                                     {},                       'en', 'plain'],
  ['Hello {name}!',                                             { name: '{Anne}' },       'en', 'Hello {Anne}!'],
  ['{count} tuples',                                            { count: 1234567 },       'en', '1,234,567 tuples'],
  ['{count} Tupel',                                             { count: 1234567 },       'de', '1.234.567 Tupel'],
  ['{count, plural, one {# tuple} other {# tuples}}',           { count: 1 },             'en', '1 tuple'],
  ['{count, plural, one {# tuple} other {# tuples}}',           { count: 2000 },          'en', '2,000 tuples'],
  ['{count, plural, =0 {none} one {# tuple} other {# tuples}}', { count: 0 },             'en', 'none'],
  ['{kind, select, user {a person} other {something}}',         { kind: 'user' },         'en', 'a person'],
  ['{kind, select, user {a person} other {something}}',         { kind: 'doc' },          'en', 'something'],
  ['{n, plural, one {{who} # time} other {{who} # times}}',     { n: 3, who: 'Bo' },      'en', 'Bo 3 times'],
  ['{k, select, a {{n, plural, one {#} other {# of}}} other {}} x', { k: 'a', n: 2 },     'en', '2 of x'],
  ["a '{' and a '}' and it's",                                  {},                       'en', "a { and a } and it's"],
  ['# is a number only in a plural',                            {},                       'en', '# is a number only in a plural'],
  ['{constructor}',                                             { constructor: 'x' },     'en', 'x'],
])('%s with %j in %s', ([text, values, locale, written]) => {
  expect(formatText(text, values, locale)).toBe(written)
})

test.for(['{', '}', '{name', '{count, plural, one {x}}', '{count, plural, other {x}', '{1 2}', '{a, date}'])(
  '%s is no text',
  (text) => {
    expect(() => formatText(text, { name: 'x', count: 1, a: 1 }, 'en')).toThrow(text)
  },
)

test('a value that is missing is a mistake', () => {
  expect(() => formatText('{name}', {}, 'en')).toThrow('`name`')
  expect(() => formatText('{toString}', {}, 'en')).toThrow('`toString`')
})

test('places of all depths, each once', () => {
  expect(placesOf('{b} {n, plural, one {{a} #} other {{b}}}')).toEqual(['a', 'b', 'n'])
})
