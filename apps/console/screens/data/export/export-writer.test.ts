import type { Tuple } from '@lockness/client'
import { expect, it } from 'vitest'
import { formatOf, readRows } from '../import/read-rows.ts'
import { EXPORT_FORMATS, type ExportFormat, ExportWriter } from './export-writer.ts'

const TUPLES: readonly Tuple[] = [
  { object: 'doc:a,"b"\nc', relation: 'viewer', subject: 'user:ann' },
  { object: 'doc:1', relation: 'viewer', subject: 'team:x#member', condition: { name: 'soon', context: { hour: 3 } } },
  { object: 'doc:1', relation: 'viewer', subject: 'user:*', condition: { name: 'soon' }, expiresAt: 99 },
]

async function fileOf(format: ExportFormat, tuples: readonly Tuple[]): Promise<string> {
  const writer = new ExportWriter(format)
  for (const tuple of tuples) writer.add(tuple)
  expect(writer.count).toBe(tuples.length)
  return new Blob([...writer.finish().parts]).text()
}

it.each(EXPORT_FORMATS)('as %s it comes in again as it was', async (format) => {
  const text = await fileOf(format, TUPLES)
  const read = readRows(text, formatOf(`x.${format}`, text))
  const lines = 'rows' in read ? read.rows.lines : []
  expect(lines.map((line) => JSON.parse(line))).toEqual(TUPLES)
})

it('is whole when there is nothing in it', async () => {
  expect(JSON.parse(await fileOf('json', []))).toEqual([])
  expect(await fileOf('ndjson', [])).toBe('')
  expect((await fileOf('csv', [])).split('\n')).toHaveLength(2)
})

it('is written in parts', async () => {
  const many = Array.from(
    { length: 12_001 },
    (_, n): Tuple => ({ object: `doc:${n}`, relation: 'viewer', subject: 'user:a' }),
  )
  expect(JSON.parse(await fileOf('json', many))).toHaveLength(12_001)
})
