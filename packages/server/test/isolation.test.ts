// The matrix of isolation: every operation that is served, asked by everybody who must not get what they ask for. Each
// is refused in exactly the words of its case, what is refused writes nothing, and a store that is somebody else's looks
// like one that does not exist. The same matrix against servers with a hole in them finds each hole.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../src/access/key.ts'
import { ask } from './ask.ts'
import {
  type Cell,
  findTelling,
  findWrong,
  spellings,
  strangersAndOthers,
  substitutions,
  TRICKS,
} from './isolation-matrix.ts'
import {
  bearer,
  digestOf,
  type Isolated,
  makePlace,
  makeWorld,
  requestOf,
  startIsolated,
  type World,
} from './isolation-world.ts'
import { MUTANTS, startMutant } from './mutant-server.ts'
import { type Operation, type Paths, readOperations, readPaths } from './operations.ts'

const PATIENCE_MS = 120_000
let isolated: Isolated
let world: World
let paths: Paths
let operations: Operation[]

beforeAll(async () => {
  isolated = await startIsolated()
  paths = await readPaths(isolated.server.url)
  operations = readOperations(paths)
  world = await makeWorld(isolated)
}, PATIENCE_MS)
afterAll(() => isolated.stop())

/** Nothing is as it must not be, and the database holds what it held. */
async function expectRefused(cells: readonly Cell[]): Promise<void> {
  const before = await digestOf(isolated.cluster)
  expect(await findWrong(world.url, cells)).toEqual([])
  expect(await digestOf(isolated.cluster)).toBe(before)
}

test(
  'whoever is not known, or may not, is refused by every operation',
  async () => {
    const cells = operations.flatMap((operation) => strangersAndOthers(world, operation))
    expect(cells.length).toBeGreaterThan(900)
    await expectRefused(cells)
  },
  PATIENCE_MS,
)

test(
  "another store's models, tokens and cursors are refused in a request that is in order",
  async () => {
    const cells = (await Promise.all(operations.map((each) => substitutions(world, each, paths)))).flat()
    expect(cells.length).toBeGreaterThan(50)
    await expectRefused(cells)
  },
  PATIENCE_MS,
)

test(
  "another party's store looks like one that does not exist",
  async () => {
    const inStores = operations.filter(({ path, needs }) => path.includes('{store}') && needs !== 'everybody')
    const telling = await Promise.all(inStores.map((operation) => findTelling(world, operation)))
    expect(telling.filter((each) => each !== undefined)).toEqual([])
  },
  PATIENCE_MS,
)

test('at a path without a store a key asks about its own', async () => {
  const own = operations.filter(({ on }) => on === 'own')
  for (const operation of own) {
    const { status, text } = await ask(world.url, requestOf(operation, world.home, bearer(world.keys.elsewhere)))
    expect(status, operation.name).toBe(200)
    expect(text).not.toContain('"decision":true')
    expect(text).not.toMatch(/"(home|home-2|anne)"/)
  }
  expect(own.length).toBe(5)
})

test(
  'no header of a proxy or of a dreamer changes a verdict',
  async () => {
    const all = Object.fromEntries(TRICKS)
    const cells = operations
      .flatMap((operation) => strangersAndOthers(world, operation))
      .filter(({ name }) => /: (no key|another party's store|a key with every role but the one)$/.test(name))
    const withAll = cells.map((cell) => withHeaders(cell, all))
    const some = cells.filter(({ name }) =>
      /^(tuple\.write|access\.check|store\.delete|POST \/stores\/{store}\/write):/.test(name),
    )
    const withEach = some.flatMap((cell) => TRICKS.map(([name, value]) => withHeaders(cell, { [name]: value })))
    expect(withEach.length).toBeGreaterThan(300)
    await expectRefused([...withAll, ...withEach])
  },
  PATIENCE_MS,
)

function withHeaders({ name, question, expected }: Cell, headers: Record<string, string>): Cell {
  // What is sent as the answer's own name for the request is not looked at.
  return {
    name: `${name} with ${Object.keys(headers)}`,
    expected,
    question: { ...question, headers: { ...headers, ...question.headers } },
  }
}

test(
  "no way to write a path leads into another party's store",
  async () => {
    const inStores = operations.filter(({ path, needs }) => path.includes('/stores/{store}') && needs !== 'everybody')
    const cells = inStores.flatMap((operation) =>
      spellings(operation, world).flatMap((path) =>
        [{}, bearer(world.keys.home)].map((headers): Cell => {
          const { question, name } = { question: requestOf(operation, world.other, headers), name: operation.name }
          return { name: `${name}: ${path}`, question: { ...question, path }, expected: { statuses: REFUSED } }
        }),
      ),
    )
    expect(cells.length).toBeGreaterThan(1_500)
    await expectRefused(cells)
  },
  PATIENCE_MS,
)

const REFUSED = [400, 401, 403, 404, 405]

/** Those whose order matters, after all others. */
const LAST = ['module.push_set', 'module.push', 'module.get', 'module.remove']
const FRESH = ['store.delete', 'DELETE /stores/{store}', 'key.rotate']

test(
  'whoever has the one role that it needs is let in by every operation',
  async () => {
    const rank = ({ name }: Operation) => (FRESH.includes(name) ? LAST.length + 1 : LAST.indexOf(name) + 1)
    for (const operation of operations.toSorted((a, b) => rank(a) - rank(b))) {
      const { name, needs, on } = operation
      const isFresh = FRESH.includes(name)
      const place = isFresh ? await makePlace(world.url, 'fresh', 'doc:fresh') : world.home
      const grid = isFresh || on === 'system' ? world.only.system : world.only.store
      const key = needs === 'any key' ? world.keys.narrowed : grid.get(needs as Role)
      const headers = needs === 'everybody' ? {} : bearer(key ?? '')
      const reply = await ask(world.url, requestOf(operation, place, headers))
      expect(reply.status, `${name} ${reply.text.slice(0, 500)}`).toBeGreaterThanOrEqual(200)
      expect(reply.status, `${name} ${reply.text.slice(0, 500)}`).toBeLessThan(300)
    }
  },
  PATIENCE_MS,
)

// Only what writes nothing, so that all of them find the same world.
test.each(Object.keys(MUTANTS) as (keyof typeof MUTANTS)[])(
  'the matrix finds a server that %s',
  async (mutant) => {
    const { url, stop } = await startMutant(mutant, isolated.databaseUrl)
    try {
      const cells = operations
        .filter(({ isQuestion }) => isQuestion)
        .flatMap((operation) => strangersAndOthers(world, operation))
      expect((await findWrong(url, cells)).length).toBeGreaterThan(10)
    } finally {
      await stop()
    }
  },
  PATIENCE_MS,
)
