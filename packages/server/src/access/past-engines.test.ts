// What is kept of the past: bounded, whatever is asked, and no store makes another one's go away.

import type { Tuple } from '@lockness/authz'
import { expect, it } from 'vitest'
import { type PastBounds, PastGraphs } from './as-of.ts'

const model = () => ({
  source: { schema_version: '1.1', type_definitions: [] },
  conditions: new Map(),
  types: new Map(),
  nodes: [],
  operators: [],
})

it('of a past revision only the engines of the last models are kept', async () => {
  const read = async () => (async function* () {})()
  const past = new PastGraphs({ chainOf: async () => Buffer.from('h'), read, nowMs: () => 0 })
  const first = model()
  const engine = await past.engineAt('s', 1, first)
  expect(await past.engineAt('s', 1, first)).toBe(engine)
  for (let i = 0; i < 100; i++) await past.engineAt('s', 1, model())
  expect(await past.engineAt('s', 1, first)).not.toBe(engine)
})

/** Stores of ten tuples at each revision; says which pasts were built. */
class Pasts {
  nowMs = 0
  readonly built: string[] = []
  private readonly past: PastGraphs
  private readonly model = model()

  constructor(bounds: Partial<PastBounds>) {
    const read = async (storeId: string, revision: number) => this.tuples(storeId, revision)
    this.past = new PastGraphs({ chainOf: async () => Buffer.from('h'), read, nowMs: () => this.nowMs, bounds })
  }

  /** `a1`: revision 1 of the store a. */
  async ask(...names: string[]): Promise<void> {
    for (const name of names) await this.past.engineAt(name[0]!, Number(name.slice(1)), this.model)
  }

  private async *tuples(storeId: string, revision: number): AsyncGenerator<Tuple[]> {
    this.built.push(`${storeId}${revision}`)
    for (let i = 0; i < 10; i++) yield [{ object: `doc:${i}`, relation: 'viewer', subject: 'user:a' }]
  }
}

it('a store that asks about ever other pasts makes room in its own share', async () => {
  const pasts = new Pasts({ tuplesPerStoreMax: 20, tuplesMax: 40 })
  await pasts.ask('a1', 'b1', 'a2', 'a3', 'a4', 'a5')
  expect(pasts.built).toEqual(['a1', 'b1', 'a2', 'a3', 'a4', 'a5'])
  await pasts.ask('b1', 'a5', 'a4')
  expect(pasts.built).toHaveLength(6)
  await pasts.ask('a3')
  expect(pasts.built).toHaveLength(7)
})

it('what was asked about a moment ago is not let go for another store, and what was not is', async () => {
  const pasts = new Pasts({ tuplesPerStoreMax: 20, tuplesMax: 40, keptMs: 1_000 })
  await pasts.ask('a1', 'a2', 'b1', 'b2')
  await expect(pasts.ask('c1')).rejects.toMatchObject({ code: 'unavailable' })
  pasts.nowMs = 800
  await pasts.ask('a1', 'b1', 'b2')
  pasts.nowMs = 1_500
  await pasts.ask('c1')
  pasts.built.length = 0
  await pasts.ask('a1', 'b1', 'b2', 'c1')
  expect(pasts.built).toEqual([])
  // Its own room is its own to give.
  await pasts.ask('a3')
  await expect(pasts.ask('d1')).rejects.toMatchObject({ code: 'unavailable' })
})

it('graphs are counted too, and one that is too large is refused and leaves nothing behind', async () => {
  const pasts = new Pasts({ graphsPerStoreMax: 2, graphsMax: 3, tuplesPerStoreMax: 9 })
  await expect(pasts.ask('a1')).rejects.toMatchObject({ code: 'limit_exceeded' })
  const small = new Pasts({ graphsPerStoreMax: 2, graphsMax: 3 })
  await small.ask('a1', 'a2', 'a3', 'b1')
  small.built.length = 0
  await small.ask('a2', 'a3', 'b1')
  expect(small.built).toEqual([])
  await expect(small.ask('c1')).rejects.toMatchObject({ code: 'unavailable' })
  await expect(small.ask('b2')).resolves.toBeUndefined()
})

it('no store builds two pasts at a time', async () => {
  const pasts = new Pasts({ buildsMax: 2 })
  const all = await Promise.allSettled([pasts.ask('a1'), pasts.ask('a2'), pasts.ask('b1'), pasts.ask('c1')])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
  await pasts.ask('a2', 'c1')
})
