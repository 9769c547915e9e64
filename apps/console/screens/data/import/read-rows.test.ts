import { describe, expect, it } from 'vitest'
import { formatOf, readRows } from './read-rows.ts'

const tuples = (text: string, name = 'x') => {
  const read = readRows(text, formatOf(name, text))
  if ('wrong' in read) return read
  const { lines, bad, rowOf, format } = read.rows
  return { format, bad, rows: lines.map((line, index) => [rowOf(index), line === '' ? '' : JSON.parse(line)]) }
}
const ann = { object: 'doc:1', relation: 'viewer', subject: 'user:ann' }

describe('a table', () => {
  it('has its columns in any order, and rows by their lines', () => {
    const text = 'subject;relation;object\nuser:ann;viewer;doc:1\n\nuser:bob;viewer;doc:1\n'
    expect(tuples(text)).toEqual({
      format: 'csv',
      bad: [],
      rows: [
        [2, ann],
        [4, { ...ann, subject: 'user:bob' }],
      ],
    })
  })

  it('may quote separators, quotes and line ends', () => {
    const text =
      'object,relation,subject,condition,context,expires_at\r\n"doc:a,""b""\nc",viewer,user:ann,soon,"{""hour"": 3}",2030-01-01\r\ndoc:1,viewer,user:ann\r\n'
    expect(tuples(text)).toMatchObject({
      rows: [
        [
          2,
          {
            object: 'doc:a,"b"\nc',
            condition: { name: 'soon', context: { hour: 3 } },
            expiresAt: Date.parse('2030-01-01'),
          },
        ],
        [4, ann],
      ],
    })
  })

  it.each([
    ['doc:1,viewer', '`subject` is empty'],
    ['doc:1,viewer,user:ann,,,soon', '`expiresAt` is `soon`, expected a time'],
    ['doc:1,viewer,user:ann,c,[1]', '`context` is expected to be a JSON object'],
    ['doc:1,viewer,user:ann,,{}', 'there is a `context` and no `condition`'],
    ['1,2,3,4,5,6,7', 'expected 6 cells, received 7'],
    ['doc:1,viewer,"user:ann', 'a quote is opened and not closed'],
  ])('tells of `%s` that %s', (line, message) => {
    const read = tuples(`object,relation,subject,condition,context,expiresAt\ndoc:1,viewer,user:ann\n${line}`)
    expect(read).toMatchObject({
      bad: [{ row: 3, message }],
      rows: [
        [2, ann],
        [3, ''],
      ],
    })
  })

  it('needs its three columns', () => {
    expect(tuples('a,b,c\n1,2,3')).toEqual({ wrong: 'noColumns' })
  })
})

describe('JSON', () => {
  it.each([
    ['a list', JSON.stringify([ann]), 'json'],
    ['a list in `tuples`', JSON.stringify({ tuples: [ann] }), 'json'],
    ['a line', JSON.stringify(ann), 'ndjson'],
    ['with a mark at the beginning', `\uFEFF${JSON.stringify([ann])}`, 'json'],
  ])('is read as %s', (_, text, format) => {
    expect(tuples(text, format === 'json' ? 'x.json' : 'x')).toMatchObject({ rows: [[1, ann]] })
  })

  it('keeps lines as they are, also those that are wrong', () => {
    const read = readRows(`${JSON.stringify(ann)}\nnonsense\n\n`, 'ndjson')
    expect(read).toMatchObject({ rows: { lines: [JSON.stringify(ann), 'nonsense', ''] } })
  })

  it('is nothing when it is none', () => {
    expect(tuples('[{]')).toEqual({ wrong: 'notJson' })
    expect(tuples('  \n ')).toEqual({ wrong: 'empty' })
  })
})
