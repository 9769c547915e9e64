import type { ExpandNode } from '@lockness/client'
import { expect, it } from 'vitest'
import { type Composition, compositionOf, openOf, withLevel } from './composition.ts'

type Branches = ReturnType<typeof compositionOf>

const name = 'doc:1#can_edit'
const tree: ExpandNode = {
  name,
  difference: {
    base: {
      name,
      union: [
        { name, computed: 'doc:1#editor' },
        { name, tupleset: 'doc:1#parent', computed: ['doc:2#can_edit', 'doc:3#can_edit'] },
        { name, subjects: ['user:ann', 'team:a#member', 'user:*'] },
      ],
    },
    subtract: { name, computed: 'doc:1#frozen' },
  },
}

/** `kind:name`, indented. */
function drawn(branches: Branches, indent = ''): string[] {
  return branches.flatMap(({ value, children }) => [
    `${indent}${textOf(value)}`,
    ...drawn(children ?? [], `${indent}  `),
  ])
}

function textOf({ kind, name: named, isOpen }: Composition): string {
  return `${kind}${named && ` ${named}`}${isOpen === false ? ' …' : ''}`
}

it('is one level, with what can be looked into closed', () => {
  expect(drawn(compositionOf(tree))).toEqual([
    'relation doc:1#can_edit',
    '  union',
    '    relation doc:1#editor …',
    '    from',
    '      relation doc:2#can_edit …',
    '      relation doc:3#can_edit …',
    '    tuples',
    '      subject user:ann',
    '      relation team:a#member …',
    '      subject user:*',
    '  subtract',
    '    relation doc:1#frozen …',
  ])
})

it('takes the next level where it is opened', () => {
  const next = withLevel(compositionOf(tree), 'r.0.0', { name: 'doc:1#editor', subjects: ['user:bob'] })
  expect(drawn(next).slice(2, 5)).toEqual(['    relation doc:1#editor', '      subject user:bob', '    from'])
  expect(openOf(next, new Set())).toContain('r.0.0')
  expect(openOf(next, new Set(['r.0']))).toEqual(new Set(['r', 'r.1']))
})

it('tells how many more there are', () => {
  const many = Array.from({ length: 250 }, (_, i) => `user:${i}`)
  const [root] = compositionOf({ name, subjects: many })
  expect(root?.children?.at(-1)?.value).toMatchObject({ kind: 'more', count: 50 })
})
