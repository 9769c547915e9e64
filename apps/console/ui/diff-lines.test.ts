import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { diffLines, foldSame } from './diff-lines.ts'

/** Lines as one word: ` a` stays, `-a` goes, `+a` comes. */
function drawn(before: string, after: string): string {
  const signs = { same: ' ', removed: '-', added: '+' }
  return diffLines(before.replaceAll(' ', '\n'), after.replaceAll(' ', '\n'))
    .map(({ kind, text }) => `${signs[kind]}${text}`)
    .join('|')
}

describe('what changed', () => {
  // biome-ignore format: a table is read by its columns
  const cases: readonly (readonly [before: string, after: string, drawn: string])[] = [
    ['',        '',          ''],
    ['a b c',   'a b c',     ' a| b| c'],
    ['',        'a b',       '+a|+b'],
    ['a b',     '',          '-a|-b'],
    ['a b c',   'a x c',     ' a|-b|+x| c'],
    ['a b c',   'a c',       ' a|-b| c'],
    ['a c',     'a b c',     ' a|+b| c'],
    ['a b c d', 'b c d e',   '-a| b| c| d|+e'],
    ['x a y',   'a z',       '-x| a|-y|+z'],
  ]
  test.each(cases)('%j to %j', (before, after, expected) => {
    expect(drawn(before, after)).toBe(expected)
  })

  it('marks what differs in lines that stand against each other', () => {
    const [removed, added] = diffLines('define pitch: editor', 'define pitch: editor or owner')
    expect(removed).toMatchObject({ kind: 'removed', mark: [20, 20] })
    expect(added).toMatchObject({ kind: 'added', mark: [20, 29] })
  })

  it('marks nothing where lines have nothing in common', () => {
    expect(diffLines('abc', 'xyz').every((line) => !('mark' in line))).toBe(true)
  })

  it('gives both texts back, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'ab'), { maxLength: 12 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after)
        const side = (gone: string) => lines.filter(({ kind }) => kind !== gone).map((line) => line.text)
        const linesOf = (whole: string) => (whole === '' ? [] : whole.replace(/\n$/, '').split('\n'))
        expect(side('added')).toEqual(linesOf(before))
        expect(side('removed')).toEqual(linesOf(after))
      }),
    )
  })

  it('is still true where finding the least of it would cost too much', () => {
    const lines = (from: number) => Array.from({ length: 3_000 }, (_, at) => `${from + at}`).join('\n')
    const changed = diffLines(lines(0), lines(10_000))
    expect(changed.filter(({ kind }) => kind === 'removed')).toHaveLength(3_000)
    expect(changed.filter(({ kind }) => kind === 'added')).toHaveLength(3_000)
  })
})

describe('folding', () => {
  const before = Array.from({ length: 20 }, (_, at) => `line ${at}`)
  const after = before.with(10, 'changed')
  it('keeps some lines around a change, and folds away the others', () => {
    const runs = foldSame(diffLines(before.join('\n'), after.join('\n')), 2)
    expect(runs.map(({ isFolded, lines }) => [isFolded, lines.length])).toEqual([
      [true, 8],
      [false, 6],
      [true, 7],
    ])
  })
  it('folds everything where nothing changed, and no single line', () => {
    expect(foldSame(diffLines('a\nb\nc', 'a\nb\nc')).map(({ isFolded }) => isFolded)).toEqual([true])
    expect(foldSame(diffLines('a\nb', 'a\nx'), 0).map(({ isFolded }) => isFolded)).toEqual([false, false])
  })
})
