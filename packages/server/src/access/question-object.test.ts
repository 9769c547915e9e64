// A tree that is too large to be of use is refused by name, and not cut.

import type { ExpandNode } from '@lockness/authz'
import { expect, it } from 'vitest'
import { type Asked, STRANGER } from '../action.ts'
import { objectActions } from './question-object.actions.ts'

const asked: Asked = {
  actor: STRANGER,
  now: new Date(0),
  purpose: 'enforce',
  deadline: { remainingMs: () => 1_000 },
  requestId: 'r',
}
const name = 'doc:1#viewer'
const many = (count: number): ExpandNode => ({ name, subjects: new Array<string>(count).fill('user:a') })

async function expand(tree: ExpandNode): Promise<ExpandNode> {
  const place = () => ({ engine: { expand: () => ({ ok: true, value: tree }) }, given: {}, computedAt: {} })
  const actions = objectActions({ situations: { place } } as never)
  return (await actions.expand.answer(asked, { store: 's', relation: 'viewer', object: 'doc:1' })).tree
}

it('counts the subjects of all leaves', async () => {
  const { computed } = { computed: new Array<string>(30_000).fill('folder:a#viewer') }
  const whole: ExpandNode = {
    name,
    union: [many(30_000), { name, tupleset: 'doc:1#parent', computed }, { name, computed: 'doc:1#owner' }],
  }
  expect(await expand(whole)).toBe(whole)
  const tooMany: ExpandNode = {
    name,
    intersection: [whole, { name, difference: { base: many(30_000), subtract: many(10_001) } }],
  }
  await expect(expand(tooMany)).rejects.toMatchObject({
    code: 'limit_exceeded',
    detail: { limit: 'expandSubjectsMax' },
  })
})
