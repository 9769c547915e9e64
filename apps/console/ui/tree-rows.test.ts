import { describe, expect, it, test } from 'vitest'
import { type TreeNode, treeMove, treeRows, typedRow } from './tree-rows.ts'

/** `a(b c(d)) e()`: a node with children, one whose children have not come, leaves. */
function tree(text: string): TreeNode<string>[] {
  let at = 0
  const read = (): TreeNode<string>[] => {
    const nodes: TreeNode<string>[] = []
    while (at < text.length && text[at] !== ')') {
      if (text[at] === ' ') {
        at++
        continue
      }
      const [id = ''] = /^[^\s()]+/.exec(text.slice(at)) ?? []
      at += id.length
      if (text[at] === '(') {
        at++
        nodes.push({ id, value: id, children: read() })
        at++
      } else nodes.push({ id, value: id })
    }
    return nodes
  }
  return read()
}

const NODES = tree('aurora(north(midnight ice) jazz()) brine(deep) calm')
const ROWS = treeRows(NODES, new Set(['aurora', 'north', 'jazz', 'calm', 'nobody']))

describe('the rows of a tree', () => {
  it('are what is open, in order, with their level and place', () => {
    expect(
      ROWS.map(({ node, level, place, siblings, parent, isOpen }) => [node.id, level, place, siblings, parent, isOpen]),
    ).toEqual([
      ['aurora', 1, 1, 3, -1, true],
      ['north', 2, 1, 2, 0, true],
      ['midnight', 3, 1, 2, 1, false],
      ['ice', 3, 2, 2, 1, false],
      ['jazz', 2, 2, 2, 0, true],
      ['brine', 1, 2, 3, -1, false],
      ['calm', 1, 3, 3, -1, false],
    ])
  })
})

describe('the keys of a tree', () => {
  // biome-ignore format: a table is read by its columns
  const cases: readonly (readonly [key: string, at: string, move: unknown])[] = [
    ['ArrowRight', 'aurora',   { focus: 1 }],
    ['ArrowRight', 'brine',    { open: 'brine' }],
    ['ArrowRight', 'jazz',     undefined],
    ['ArrowRight', 'ice',      undefined],
    ['ArrowLeft',  'ice',      { focus: 1 }],
    ['ArrowLeft',  'north',    { close: 'north' }],
    ['ArrowLeft',  'brine',    undefined],
    ['ArrowDown',  'aurora',   { focus: 1 }],
    ['ArrowDown',  'calm',     undefined],
    ['ArrowUp',    'aurora',   undefined],
    ['ArrowUp',    'jazz',     { focus: 3 }],
    ['Home',       'calm',     { focus: 0 }],
    ['End',        'aurora',   { focus: 6 }],
    ['x',          'aurora',   undefined],
  ]
  test.each(cases)('%s on %s', (key, id, move) => {
    expect(
      treeMove(
        key,
        ROWS.findIndex(({ node }) => node.id === id),
        ROWS,
      ),
    ).toEqual(move)
  })

  it('change places where one reads from right to left', () => {
    expect(treeMove('ArrowLeft', 5, ROWS, true)).toEqual({ open: 'brine' })
    expect(treeMove('ArrowRight', 3, ROWS, true)).toEqual({ focus: 1 })
  })

  it('do nothing where there is no row', () => {
    expect(treeMove('ArrowDown', 0, [])).toBeUndefined()
  })
})

describe('letters', () => {
  const textOf = (value: string) => value
  it('jump to the next row that begins so, around the end', () => {
    expect(typedRow('m', 0, ROWS, textOf)).toBe(2)
    expect(typedRow('a', 0, ROWS, textOf)).toBe(0)
    expect(typedRow('N', 5, ROWS, textOf)).toBe(1)
    expect(typedRow('z', 0, ROWS, textOf)).toBeUndefined()
  })
  it('may stay where they are when one goes on typing', () => {
    expect(typedRow('mi', 2, ROWS, textOf)).toBe(2)
  })
})
