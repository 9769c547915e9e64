import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LINK_CHARS_MAX, packScratch, type Scratch, unpackScratch } from './scratch.ts'

const SCRATCH: Scratch = {
  kind: 'whole',
  files: { 'model.fga': 'model\n  schema 1.1\ntype user # Grüße 🌊\n', 'tuples.yaml': '' },
  question: { subject: 'user:anne', relation: 'viewer', object: 'doc:1', context: '' },
}

function packed(value: unknown): string {
  return `s1.${deflateRawSync(JSON.stringify(value)).toString('base64url')}`
}

test('what goes into a link comes out of it', async () => {
  const text = await packScratch(SCRATCH)
  expect(text).toMatch(/^s1\.[\w-]+$/)
  expect(await unpackScratch(text ?? '')).toEqual(SCRATCH)
})

test('what is too large gives no link', async () => {
  const noise = Array.from({ length: 60_000 }, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join('')
  expect(await packScratch({ ...SCRATCH, files: { 'model.fga': noise } })).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['something else', 'hello'],
  ['a link that was cut', packed(SCRATCH).slice(0, 60)],
  ['other letters', 's1.%%%'],
  ['another value', packed([1, 2])],
  ['no question', packed({ ...SCRATCH, question: undefined })],
  ['no files', packed({ ...SCRATCH, files: {} })],
  ['a path with more in it', packed({ ...SCRATCH, files: { '<b>': '' } })],
  ['a file that is no text', packed({ ...SCRATCH, files: { 'model.fga': 7 } })],
  ['very much in very little', packed({ ...SCRATCH, files: { 'model.fga': 'a'.repeat(9_000_000) } })],
  ['more than a link holds', `s1.${'a'.repeat(LINK_CHARS_MAX)}`],
])('%s is no scratch', async (_, text) => {
  expect(await unpackScratch(text)).toBeUndefined()
})
