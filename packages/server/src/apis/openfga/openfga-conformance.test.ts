// OpenFGA's own test data through its API, without a database: see ../test/openfga-suite.ts for how it is run.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openClient } from '../test/inject.ts'
import { createMemory } from '../test/memory-port.ts'
import { DATA, isDataThere, runSuite } from '../test/openfga-suite.ts'
import { NUMBERS } from './openfga.errors.ts'
import { openFgaWire } from './openfga.ts'

const client = openClient(
  ...(() => {
    const memory = createMemory({ depthMax: 25 })
    return [memory, [openFgaWire(memory.port)]] as const
  })(),
)

describe.skipIf(!isDataThere)('OpenFGA test data over HTTP (skipped without the folder of public data)', () => {
  test('our numbers of their codes are theirs', () => {
    const groups = JSON.parse(readFileSync(`${DATA}error-codes.json`, 'utf8')) as Record<string, Record<string, number>>
    const theirs = Object.assign({}, ...Object.values(groups)) as Record<string, number>
    expect(theirs).toMatchObject(NUMBERS)
  })

  test('every operation of their document is on our tables', async () => {
    const { paths } = JSON.parse(readFileSync(`${DATA}apidocs.swagger.json`, 'utf8')) as {
      paths: Record<string, object>
    }
    const theirs = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':')}`),
    )
    const { port } = await client
    const ours = openFgaWire(port).routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(theirs.filter((each) => !each.includes('access/v1') && !each.includes('authzen')).sort()).toEqual(
      ours.filter((each) => each !== 'GET /healthz').sort(),
    )
  })

  test.each([
    ['consolidated_1_1_tests.yaml', 900],
    ['abac_tests.yaml', 280],
  ])('%s: every assertion, stored and brought along', { timeout: 60_000 }, async (file, atLeast) => {
    const { asked, wrong } = await runSuite((await client).send, file)
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(atLeast)
  })
})
