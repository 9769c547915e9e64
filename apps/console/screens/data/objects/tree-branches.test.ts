import type { Client, Tuple } from '@lockness/client'
import { expect, it } from 'vitest'
import { type Branch, childrenOf, nodesOf } from './tree-branches.ts'

/** Pages of one, by the place where they begin. */
function clientOf(tuples: readonly Tuple[]) {
  const read = async ({ objectType, relation, subject, cursor = '0' }: Record<string, unknown>) => {
    const found = tuples.filter(
      (each) => each.object.startsWith(`${objectType}:`) && each.relation === relation && each.subject === subject,
    )
    const at = Number(cursor)
    return { items: found.slice(at, at + 1), ...(at + 1 < found.length && { cursor: String(at + 1) }) }
  }
  return { tuple: { read } } as unknown as Pick<Client, 'tuple'>
}

const inside = [
  { type: 'label', relations: ['parent', 'org'] },
  { type: 'team', relations: ['org'] },
]
const put = (object: string, relation: string): Tuple => ({ object, relation, subject: 'org:a' })

it('brings what lies in a thing by all ways, each once', async () => {
  const client = clientOf([
    put('label:x', 'parent'),
    put('label:y', 'parent'),
    put('label:x', 'org'),
    put('team:t', 'org'),
  ])
  expect(await childrenOf(client, 's', inside, 'org:a', undefined)).toEqual({ items: ['label:x', 'label:y', 'team:t'] })
  const from = { items: ['label:x'], next: { part: 0, cursor: '1' } }
  expect(await childrenOf(client, 's', inside, 'org:a', from)).toEqual({ items: ['label:x', 'label:y', 'team:t'] })
})

it('shows what has come, what is on its way, and does not go in circles', () => {
  const branches = new Map<string, Branch>([
    ['', { items: ['a:1', 'a:2'], next: { part: 0, cursor: 'c' } }],
    ['a:1', { items: ['a:2', 'a:1'] }],
    ['a:2', { items: [] }],
  ])
  const nodes = nodesOf(branches, '', () => true)
  expect(nodes.map(({ id }) => id)).toEqual(['a:1', 'a:2', ' more'])
  const [first, second] = nodes
  expect(first?.children?.map(({ id, children }) => [id, children === undefined])).toEqual([
    ['a:2', false],
    ['a:1', true],
  ])
  expect(second?.children?.map(({ value }) => value)).toEqual([{ kind: 'waiting', isEmpty: true }])
  expect(nodesOf(new Map(), '', () => true)[0]?.value).toEqual({ kind: 'waiting', isEmpty: false })
})
