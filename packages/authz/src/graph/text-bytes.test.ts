import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Names } from './names.ts'
import { decode, encode, encoded } from './text-bytes.ts'

/** Any sequence of 16-bit units, halves of pairs included. */
const anyText = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd7ff, max: 0xe001 })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units))

describe('text as bytes', () => {
  it('comes back as it was, also from the middle of another text', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, text) => {
        encode(before + text, before.length, before.length + text.length, 7)
        expect(decode(encoded.bytes.slice(), 0, encoded.length)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('is UTF-8 when there is such a thing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (!text.isWellFormed()) return
        encode(text, 0, text.length, 7)
        expect([...encoded.bytes.subarray(0, encoded.length)]).toEqual([...new TextEncoder().encode(text)])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('names', () => {
  it('that look alike stay apart', () => {
    const bases = [
      'a',
      'e\u0301',
      '\u00e9',
      '\u0435',
      'A',
      '\uff41',
      '\ud83d',
      '\ude00',
      '\u{1f600}',
      '\ufffd',
      '\ufeffa',
      'a\u200b',
      'ß',
      'ss',
      'I',
      'ı',
      'İ',
      'a\0',
      '\0a',
      '',
    ]
    const endings = [
      '',
      ' ',
      '\u00a0',
      '1',
      '01',
      '\u0661',
      '.',
      '%2e',
      '\n',
      '\r\n',
      '-',
      '\u2010',
      '\u2011',
      '#',
      '*',
      ':',
      '|',
      '__proto__',
      '\ud800',
      '\udc00',
      'x'.repeat(511),
      'x'.repeat(512),
    ]
    const all = bases.flatMap((base) => endings.map((ending) => base + ending))
    const distinct = [...new Set(all)]
    const names = new Names(0)
    for (const each of all) names.intern(each)
    expect(names.count).toBe(distinct.length)
    for (const each of distinct) expect(names.get(names.find(each))).toBe(each)
    expect(distinct.length).toBeGreaterThan(400)
  })

  it('are found over the edges of blocks, before and after sealing', () => {
    const names = new Names(3)
    const text = (i: number) => `name-${i}`
    for (let i = 0; i < 140_000; i++) expect(names.intern(text(i)) === i).toBe(true)
    const sealing = names.seal()
    sealing.next()
    names.intern('while it is sealed')
    while (!sealing.next().done);
    names.intern('and after')
    const wrong = Array.from({ length: 140_000 }, (_, i) => i).filter(
      (i) => names.find(text(i)) !== i || names.get(i) !== text(i),
    )
    expect(wrong).toEqual([])
    expect(names.find('while it is sealed')).toBe(140_000)
    expect(names.find('and after')).toBe(140_001)
    expect(names.find('never')).toBe(-1)
  })
})
