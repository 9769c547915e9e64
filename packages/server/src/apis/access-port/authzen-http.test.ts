// AuthZEN's contracts, its certification scenario and the todos, held by a real server with its database, over sockets.

import { afterAll, beforeAll, describe } from 'vitest'
import { type RealServer, startReal } from '../../../test/real-server.ts'
import { evaluationsContract } from '../test/authzen-evaluations-contract.ts'
import { searchesContract } from '../test/authzen-searches-contract.ts'
import { todosContract } from '../test/authzen-todos-contract.ts'
import { fillStore, type Key } from '../test/record-store.ts'

let real: RealServer
beforeAll(async () => {
  real = await startReal()
}, 120_000)
afterAll(() => real?.stop(), 60_000)

const open = async (dsl: string, keys: readonly Key[]) => ({
  client: real,
  store: await fillStore(real, dsl, keys),
  nobody: real.nobody,
})

describe('on a real server', () => {
  evaluationsContract(open)
  searchesContract(open)
  todosContract(open)
})
