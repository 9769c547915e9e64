// A model is read while the history of its store is lost and another one loaded: the engine that comes of it must not
// answer from the graph that is gone.

import { Graph, type Tuple } from '@lockness/authz'
import { expect, it } from 'vitest'
import type { FeedEvents } from './feed.ts'
import { Replica } from './replica.ts'

const BODY = JSON.stringify({
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'doc',
      relations: { viewer: { this: {} } },
      metadata: { relations: { viewer: { directly_related_user_types: [{ type: 'user' }] } } },
    },
  ],
})
const LOST: Tuple = { object: 'doc:1', relation: 'viewer', subject: 'user:ann' }

it('an engine is of the history that is loaded when its model has been read, or there is none', async () => {
  let told: FeedEvents | undefined
  const histories = [[LOST], []]
  const body = Promise.withResolvers<string>()
  const replica = new Replica({
    storeId: 'store',
    nowMs: () => 0,
    report: () => undefined,
    modelBody: () => body.promise,
    feed: {
      async open(_, events) {
        told = events
        const graph = Graph.build(histories.shift() ?? [], { hashSeed: 1 })
        const position = { epoch: 1, revision: graph.revision, chain: Buffer.alloc(32) }
        events.onStart({ graph, position, versions: [{ id: 'm', since: 0 }], chains: new Map() })
        events.onConfirmed(position, 0)
        return { hint: () => undefined, poll: async () => undefined, stop: async () => undefined }
      },
    },
  })
  await replica.ready()
  const asked = replica.modelAt(replica.position().revision)
  told?.onEnd('its history was lost')
  await replica.ready()
  body.resolve(BODY)
  await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
  const { engine } = await replica.modelAt(replica.position().revision)
  expect(engine.check(LOST, { at: 0 }).answer).toBe('no')
  await replica.close()
})
