// A short run of what `npm run conformance` runs at length.

import { readFileSync } from 'node:fs'
import * as authz from '@lockness/authz'
import * as language from '@lockness/language'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { Chance } from '../generate/chance.ts'
import { MUTANTS } from '../mutants/mutants.ts'
import { AttachedThread } from '../subjects/attached-subject.ts'
import { attachedConfiguration, coldConfiguration, configurationsOf } from '../subjects/configurations.ts'
import { REFERENCE } from '../subjects/reference-subject.ts'
import { Tally } from '../tally.ts'
import { caseOf, compareCase } from './differential.ts'
import { runFans } from './fans.ts'
import { LAWS, Lab } from './laws.ts'
import { readOpenfgaTests, runOpenfgaTest } from './openfga.ts'
import { runOpenfgaServer } from './openfga-server.ts'
import { wrongProof } from './proofs.ts'
import { HAS_PUBLIC_DATA } from './public-data.ts'
import { differencesOf, readRegressions } from './regressions.ts'

const parts = { authz, language }
const thread = new AttachedThread()
const configurations = [...configurationsOf(parts), attachedConfiguration(parts, thread)]
const WORLDS = 12

// Many worlds in one test, perhaps on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 })

afterAll(() => thread.close())

describe('differences once found', () => {
  test('none is back', () => {
    for (const { file, regression } of readRegressions())
      expect(differencesOf(regression, configurations), file).toEqual([])
  })
})

describe('random worlds', () => {
  test.each(configurations)('$name answers as the reference does', (configuration) => {
    for (let seed = 1; seed <= WORLDS; seed++)
      expect(compareCase(caseOf(seed), [configuration], seed).differences).toEqual([])
  })

  test.each(LAWS)('law: $name', ({ broken }) => {
    for (let seed = 1; seed <= WORLDS; seed++)
      expect(broken(new Lab(parts, caseOf(seed), new Chance(seed))) ?? '').toBe('')
  })

  test('what a no is explained by is true, and all that was tried', () => {
    let proofs = 0
    for (let seed = 1; seed <= 4 * WORLDS; seed++) {
      const proof = wrongProof(caseOf(seed), parts)
      expect(proof.wrong ?? '').toBe('')
      proofs += proof.proofs
    }
    expect(proofs).toBeGreaterThan(200)
  })

  test('wide rows', () => {
    const tally = new Tally()
    runFans(parts, tally, 5_000)
    expect(tally.failures).toEqual([])
  })
})

describe('mutants', () => {
  test.each(MUTANTS)('the text that `$name` replaces occurs once', ({ file, from, to }) => {
    const source = readFileSync(new URL(`../../packages/authz/src/${file}`, import.meta.url), 'utf8')
    expect(source.split(from)).toHaveLength(2)
    expect(to).not.toBe(from)
  })
})

describe.skipIf(!HAS_PUBLIC_DATA)('the public tests of OpenFGA (skipped where ../shared/conformance is absent)', () => {
  test.each([REFERENCE, coldConfiguration(parts)])('$name passes all', (configuration) => {
    const tally = new Tally()
    const tests = HAS_PUBLIC_DATA ? readOpenfgaTests() : []
    for (const each of tests) runOpenfgaTest(each, parts, configuration, new Chance(1), tally)
    expect(tests).toHaveLength(160)
    expect(tally.failures).toEqual([])
  })

  test('all pass at the same time on one server', () => {
    const tally = new Tally()
    runOpenfgaServer(HAS_PUBLIC_DATA ? readOpenfgaTests() : [], parts, new Chance(1), tally)
    expect(tally.passed).toBeGreaterThan(2_000)
    expect(tally.failures).toEqual([])
  })
})
