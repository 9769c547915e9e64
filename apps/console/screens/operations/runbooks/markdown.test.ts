import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Block, parseMarkdown } from './markdown.ts'
import { RUNBOOKS } from './runbooks.ts'

const FOLDER = join(import.meta.dirname, '../../../../../docs/runbooks')
const TEXT = `# A title

**You see.** \`503\`, and what
goes on; see [clock.md](clock.md).

1. First,
   with a second line.
2. Then.

| you see | go to |
| --- | --- |
| this | [there](overload.md) |
`

it('reads what runbooks are made of', () => {
  expect(parseMarkdown(TEXT)).toEqual([
    { kind: 'title', parts: [{ kind: 'text', text: 'A title' }] },
    {
      kind: 'text',
      parts: [
        { kind: 'strong', text: 'You see.' },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: '503' },
        { kind: 'text', text: ', and what goes on; see ' },
        { kind: 'link', text: 'clock.md', to: 'clock.md' },
        { kind: 'text', text: '.' },
      ],
    },
    {
      kind: 'steps',
      items: [[{ kind: 'text', text: 'First, with a second line.' }], [{ kind: 'text', text: 'Then.' }]],
    },
    {
      kind: 'table',
      head: [[{ kind: 'text', text: 'you see' }], [{ kind: 'text', text: 'go to' }]],
      rows: [[[{ kind: 'text', text: 'this' }], [{ kind: 'link', text: 'there', to: 'overload.md' }]]],
    },
  ])
})

describe.each(RUNBOOKS)('%s', (name) => {
  it('has a title, and nothing of its marks is left in the text', () => {
    const blocks = parseMarkdown(readFileSync(join(FOLDER, `${name}.md`), 'utf8'))
    expect(blocks[0]?.kind).toBe('title')
    expect(blocks.flatMap(plainOf).join(' ')).not.toMatch(/\*\*|`|\]\(|^\d+\. |\| ---/m)
  })
})

function plainOf(block: Block): string[] {
  const parts =
    block.kind === 'table'
      ? [...block.head, ...block.rows.flat()].flat()
      : block.kind === 'steps'
        ? block.items.flat()
        : block.parts
  return parts.filter(({ kind }) => kind === 'text').map(({ text }) => text)
}
