// Somebody who asks about one past revision under ever other models does not fill the memory with what that took.

import { expect, it } from 'vitest'
import { PastGraphs } from './as-of.ts'

const model = () => ({
  source: { schema_version: '1.1', type_definitions: [] },
  conditions: new Map(),
  types: new Map(),
  nodes: [],
  operators: [],
})

it('of a past revision only the engines of the last models are kept', async () => {
  const past = new PastGraphs({ chainOf: async () => Buffer.from('h'), read: async () => (async function* () {})() })
  const first = model()
  const engine = await past.engineAt('s', 1, first)
  expect(await past.engineAt('s', 1, first)).toBe(engine)
  for (let i = 0; i < 100; i++) await past.engineAt('s', 1, model())
  expect(await past.engineAt('s', 1, first)).not.toBe(engine)
})
