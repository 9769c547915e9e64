// A revision that is waited for: it is there as soon as it arrives, by whatever brings it.

import { Graph } from '@lockness/authz'
import { expect, it } from 'vitest'
import type { FeedEvents } from './feed.ts'
import { Replica } from './replica.ts'

const CHAIN = Buffer.alloc(32)

function follow() {
  let events: FeedEvents | undefined
  const poll = Promise.withResolvers<void>()
  const replica = new Replica({
    storeId: 's',
    feed: {
      async open(_, told) {
        events = told
        const position = { epoch: 1, revision: 0, chain: CHAIN }
        told.onStart({ graph: Graph.build([]), position, versions: [], chains: new Map() })
        return { hint: () => undefined, poll: () => poll.promise, stop: async () => undefined }
      },
    },
    modelBody: async () => undefined,
    nowMs: () => 0,
    report: () => undefined,
  })
  const arrive = (revision: number) =>
    events?.onRevisions([
      {
        epoch: 1,
        revision,
        chain: CHAIN,
        committedAtMs: 0,
        actor: 'user:t',
        action: 'tuple.write',
        source: 'test',
        reason: undefined,
        model: undefined,
        change: { added: [{ object: `doc:${revision}`, relation: 'viewer', subject: 'user:ann' }], removed: [] },
      },
    ])
  return { replica, arrive, poll }
}

it('is reached when it arrives, also while a poll goes on that somebody else began', async () => {
  const { replica, arrive } = follow()
  await replica.ready()
  const reached = replica.reach(2).then(() => replica.position().revision)
  await arrive(1)
  await arrive(2)
  expect(await reached).toBe(2)
  await replica.close()
})

it('is given up when everything that was committed is here without it', async () => {
  const { replica, arrive, poll } = follow()
  await replica.ready()
  const reached = replica.reach(2).then(() => replica.position().revision)
  await arrive(1)
  poll.resolve()
  expect(await reached).toBe(1)
  await replica.close()
})

it('is not reached when it cannot be looked for', async () => {
  const { replica, poll } = follow()
  const reached = replica.reach(1)
  poll.reject(new Error('no database'))
  await expect(reached).rejects.toThrow('no database')
  await replica.close()
})
