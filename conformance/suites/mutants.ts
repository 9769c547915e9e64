// Each mutant must be noticed, and by which test is recorded beside it. Where that test does not notice (any more) the
// others are tried, so that the record can be corrected; a mutant that none notices is a hole in the suites.

import { Chance } from '../generate/chance.ts'
import { loadMutant } from '../mutants/load-mutant.ts'
import { MUTANTS, type Mutant } from '../mutants/mutants.ts'
import { coldConfiguration, configurationsOf } from '../subjects/configurations.ts'
import type { Parts } from '../subjects/parts.ts'
import { Tally } from '../tally.ts'
import { caseOf, compareCase } from './differential.ts'
import { LAWS, Lab } from './laws.ts'
import { readOpenfgaTests, runOpenfgaTest } from './openfga.ts'
import { wrongProof } from './proofs.ts'
import { HAS_PUBLIC_DATA } from './public-data.ts'

const WORLDS = 600
const WORLDS_WHEN_SOUND = 60
const WORLDS_OF_LAWS = 60

export interface Killing {
  readonly mutant: Mutant
  /** The test that notices: the recorded one, or else the first that is found. */
  readonly killedBy?: string | undefined
  /** Why the mutant could not be made. */
  readonly problem?: string
}

/** All mutants, or what is wrong with the tests themselves: those that are recorded must pass without a mutant. */
export async function* killMutants(sound: Parts): AsyncGenerator<Killing> {
  for (const test of new Set(MUTANTS.map(({ killedBy }) => killedBy))) {
    const failure = isRunnable(test) ? failureOf(test, sound, WORLDS_WHEN_SOUND) : undefined
    if (failure !== undefined) throw new Error(`\`${test}\` fails without any mutant: ${failure}`)
  }
  for (const mutant of MUTANTS) {
    const parts = await loadMutant(mutant).catch((error: unknown) => String(error))
    if (typeof parts === 'string') yield { mutant, problem: parts }
    else yield { mutant, killedBy: candidates(mutant).find((test) => failureOf(test, parts) !== undefined) }
  }
}

function candidates({ killedBy }: Mutant): string[] {
  const openfga = HAS_PUBLIC_DATA ? readOpenfgaTests().map(({ name }) => `openfga/${name}`) : []
  const laws = LAWS.map(({ name }) => `law/${name}`)
  const differential = ['cold', 'batch', 'changed', 'past', 'pages of 1', 'pages of 2', 'contextual', 'merged'].map(
    (name) => `differential/${name}`,
  )
  return [killedBy, ...openfga, ...differential, ...laws, 'proofs/of a no'].filter(isRunnable)
}

function isRunnable(test: string): boolean {
  return HAS_PUBLIC_DATA || !test.startsWith('openfga/')
}

/** Undefined when the test passes. */
function failureOf(test: string, parts: Parts, worlds = WORLDS): string | undefined {
  const slash = test.indexOf('/')
  const [suite, name] = [test.slice(0, slash), test.slice(slash + 1)]
  if (suite === 'openfga') return openfgaFailure(name, parts)
  if (suite === 'law') return lawFailure(name, parts)
  if (suite === 'proofs') return proofFailure(parts, worlds)
  return differenceOf(name, parts, worlds)
}

function openfgaFailure(name: string, parts: Parts): string | undefined {
  const tally = new Tally()
  const tests = readOpenfgaTests().filter((each) => each.name === name)
  if (tests.length === 0) throw new Error(`there is no test \`${name}\` in the public data`)
  for (const test of tests) runOpenfgaTest(test, parts, coldConfiguration(parts), new Chance(1), tally)
  return tally.failures[0]?.detail
}

function lawFailure(name: string, parts: Parts): string | undefined {
  const law = LAWS.find((each) => each.name === name)
  if (!law) throw new Error(`there is no law \`${name}\``)
  for (let seed = 1; seed <= WORLDS_OF_LAWS; seed++) {
    const broken = attempt(() => law.broken(new Lab(parts, caseOf(seed), new Chance(seed))))
    if (broken) return broken
  }
  return undefined
}

function proofFailure(parts: Parts, worlds: number): string | undefined {
  for (let seed = 1; seed <= worlds; seed++) {
    const wrong = attempt(() => wrongProof(caseOf(seed), parts).wrong)
    if (wrong) return wrong
  }
  return undefined
}

function differenceOf(name: string, parts: Parts, worlds: number): string | undefined {
  const configurations = configurationsOf(parts).filter((each) => each.name === name)
  if (configurations.length === 0) throw new Error(`there is no configuration \`${name}\``)
  for (let seed = 1; seed <= worlds; seed++) {
    const [difference] = compareCase(caseOf(seed), configurations, seed).differences
    if (difference) return JSON.stringify({ ...difference, world: undefined })
  }
  return undefined
}

function attempt(run: () => string | undefined): string | undefined {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
