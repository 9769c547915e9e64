// OpenFGA's own test data against a real server with its database, over sockets, many tests at once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RealServer, startReal } from '../../../test/real-server.ts'
import { isDataThere, runSuite } from '../test/openfga-suite.ts'

const AT_ONCE = 8
let real: RealServer

describe.skipIf(!isDataThere)('OpenFGA test data on a real server (skipped without the folder of public data)', () => {
  beforeAll(async () => {
    real = await startReal()
  }, 120_000)
  afterAll(() => real?.stop(), 60_000)

  test.each([
    ['consolidated_1_1_tests.yaml', 900],
    ['abac_tests.yaml', 280],
  ])('%s: every assertion, stored and brought along', { timeout: 600_000 }, async (file, atLeast) => {
    const { asked, wrong } = await runSuite(real.send, file, AT_ONCE)
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(atLeast)
  })
})
