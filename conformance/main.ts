// `npm run conformance`: every suite against the engine, with what it counts. Suites with fixed data run whole; those
// that draw worlds share the seconds given. A difference fails the run and is kept as a file in `regressions/`.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as authz from '@lockness/authz'
import * as language from '@lockness/language'
import { Chance } from './generate/chance.ts'
import { Coverage } from './generate/coverage.ts'
import { AttachedThread } from './subjects/attached-subject.ts'
import { attachedConfiguration, configurationsOf } from './subjects/configurations.ts'
import type { Parts } from './subjects/parts.ts'
import { REFERENCE } from './subjects/reference-subject.ts'
import type { Configuration } from './subjects/subject.ts'
import { caseOf, compareCase } from './suites/differential.ts'
import { runFans } from './suites/fans.ts'
import { runLanguageCases } from './suites/language.ts'
import { LAWS, Lab } from './suites/laws.ts'
import { killMutants } from './suites/mutants.ts'
import { readOpenfgaTests, runOpenfgaTest } from './suites/openfga.ts'
import { runOpenfgaServer } from './suites/openfga-server.ts'
import { wrongProof } from './suites/proofs.ts'
import { HAS_PUBLIC_DATA } from './suites/public-data.ts'
import { differencesOf, keepDifference, readRegressions } from './suites/regressions.ts'
import { runStore, storeFiles } from './suites/stores.ts'
import { Tally } from './tally.ts'

const SUITES = ['openfga', 'stores', 'language', 'differential', 'laws', 'mutants'] as const
type SuiteName = (typeof SUITES)[number]

interface Options {
  readonly seconds: number
  readonly seed: number
}

interface Bench {
  readonly parts: Parts
  readonly configurations: readonly Configuration[]
  readonly options: Options
  /** What a suite has to say beyond its counts. */
  readonly notes: Record<string, unknown>
}

const DEFAULT_SECONDS = 20
const FAILURES_SHOWN = 10
const KEPT_MAX = 5
const PROGRESS_EVERY_MS = 10_000
/** Besides the plain one. More worlds find more than more ways of asking about the same one. */
const OTHERS_PER_WORLD = 4
const FAN_WIDTH_MAX = 70_000
/** Each pair of shapes must be seen in one world of this many. */
const SEEN_ONCE_IN = 20

const RUN: Readonly<Record<SuiteName, (bench: Bench, tally: Tally) => void | Promise<void>>> = {
  openfga: runOpenfga,
  stores: runStores,
  language: runLanguage,
  differential: runDifferential,
  laws: runLaws,
  mutants: runMutants,
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const names = values.suite ?? [...SUITES]
  const unknown = names.find((name) => !(SUITES as readonly string[]).includes(name))
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS)
  const seed = Number(values.seed ?? 1)
  if (unknown !== undefined || !(seconds > 0) || !Number.isInteger(seed)) {
    say(`usage: npm run conformance -- [--suite ${SUITES.join('|')}] [--seconds N] [--seed S] [--json FILE]`)
    return 2
  }
  const reports = await runSuites(names as SuiteName[], { seconds, seed })
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports, null, 2)}\n`)
  const passed = reports.reduce((sum, report) => sum + report.passed, 0)
  const failed = reports.reduce((sum, report) => sum + report.failed, 0)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

interface Report {
  readonly suite: SuiteName
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  readonly notes: Readonly<Record<string, unknown>>
  readonly failures: readonly { readonly name: string; readonly detail: string }[]
}

async function runSuites(names: readonly SuiteName[], options: Options): Promise<Report[]> {
  const parts: Parts = { authz, language }
  const thread = new AttachedThread()
  const configurations = [...configurationsOf(parts), attachedConfiguration(parts, thread)]
  const drawing = names.filter((name) => name === 'differential' || name === 'laws').length
  const reports: Report[] = []
  for (const suite of names) {
    const started = performance.now()
    const tally = new Tally()
    const bench: Bench = {
      parts,
      configurations,
      options: { ...options, seconds: options.seconds / Math.max(1, drawing) },
      notes: {},
    }
    say(`${suite} …`)
    await RUN[suite](bench, tally)
    const seconds = (performance.now() - started) / 1000
    for (const { name, detail } of tally.failures.slice(0, FAILURES_SHOWN))
      say(`  ✗ ${name}\n    ${detail.slice(0, 2_000)}`)
    const failed = tally.failures.length
    say(`${suite}: ${tally.passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`)
    reports.push({ suite, passed: tally.passed, failed, seconds, notes: bench.notes, failures: tally.failures })
  }
  await thread.close()
  return reports
}

function runOpenfga({ parts, configurations, options }: Bench, tally: Tally): void {
  if (!HAS_PUBLIC_DATA) return say('  skipped: the public data is not beside the project')
  const tests = readOpenfgaTests()
  for (const configuration of [REFERENCE, ...configurations]) {
    const before = tally.passed
    for (const test of tests) runOpenfgaTest(test, parts, configuration, new Chance(options.seed), tally)
    say(`  ${configuration.name}: ${tests.length} tests, ${tally.passed - before} expectations held`)
  }
  const before = tally.passed
  runOpenfgaServer(tests, parts, new Chance(options.seed), tally)
  say(`  all at once on one server: ${tests.length} tests, ${tally.passed - before} expectations held`)
}

function runStores({ parts }: Bench, tally: Tally): void {
  const files = storeFiles()
  if (!HAS_PUBLIC_DATA) say('  the sample stores are skipped: the public data is not beside the project')
  for (const file of files) runStore(file, parts, tally)
  say(`  ${files.length} files, each with the engine and with the reference`)
}

function runLanguage(_bench: Bench, tally: Tally): void {
  if (!HAS_PUBLIC_DATA) return say('  skipped: the public data is not beside the project')
  runLanguageCases(tally)
}

function runDifferential({ parts, configurations, options, notes }: Bench, tally: Tally): void {
  for (const { file, regression } of readRegressions()) {
    const [difference] = differencesOf(regression, configurations)
    tally.expect(difference === undefined, `regressions/${file}`, () => JSON.stringify(difference))
  }
  const coverage = new Coverage()
  const worldsOf = new Map<string, number>()
  let kept = 0
  let found = 0
  let proofs = 0
  let seed = options.seed
  const passedBefore = tally.passed
  for (const until = deadline(options.seconds); performance.now() < until; seed++) {
    const drawn = caseOf(seed)
    coverage.add(
      drawn.world,
      drawn.asked.flatMap(({ given }) => given.contextualTuples ?? []),
    )
    const [cold, ...others] = configurations
    const chosen = [cold!, ...new Chance(seed).shuffle(others).slice(0, OTHERS_PER_WORLD)]
    const { compared, differences } = compareCase(drawn, chosen, seed)
    for (const { name } of chosen) worldsOf.set(name, (worldsOf.get(name) ?? 0) + 1)
    tally.passed += compared - differences.length
    const proof = wrongProof(drawn, parts)
    tally.passed += proof.proofs
    proofs += proof.proofs
    if (proof.wrong) tally.expect(false, `differential/proofs [seed ${seed}]`, () => proof.wrong!)
    found += differences.length
    // What differs in one configuration mostly differs in all: one file will do.
    for (const [index, difference] of differences.entries()) {
      const isKept = index === 0 && kept < KEPT_MAX
      if (isKept) kept++
      const file = isKept ? keepDifference(difference, configurations) : 'not kept'
      const { world: _, ...detail } = difference
      tally.expect(
        false,
        `differential/seed ${seed} [${difference.configuration}]`,
        () => `${file}: ${JSON.stringify(detail)}`,
      )
    }
    progress(
      () =>
        `  ${seed - options.seed + 1} worlds, ${tally.passed - passedBefore} answers compared, ${found} differences`,
    )
  }
  say(
    `  seeds ${options.seed} to ${seed - 1}; worlds: ${[...worldsOf].map(([name, count]) => `${name} ${count}`).join(', ')}`,
  )
  say(`  ${proofs} explanations of what is not a yes`)
  say(coverage.table().replaceAll(/^/gm, '  '))
  const { outer, inner, count } = coverage.rarest()
  tally.expect(count * SEEN_ONCE_IN >= coverage.worlds, 'differential/coverage', () => {
    return `${outer} over ${inner} was seen in ${count} of ${coverage.worlds} worlds`
  })
  Object.assign(notes, {
    firstSeed: options.seed,
    lastSeed: seed - 1,
    worlds: coverage.worlds,
    rarest: { outer, inner, count },
  })
}

function runLaws({ parts, options, notes }: Bench, tally: Tally): void {
  runFans(parts, tally, FAN_WIDTH_MAX)
  const held = new Map(LAWS.map(({ name }) => [name, 0]))
  let seed = options.seed
  for (const until = deadline(options.seconds); performance.now() < until; seed++) {
    for (const law of LAWS) {
      const name = `law/${law.name} [seed ${seed}]`
      tally.attempt(name, () => {
        const broken = law.broken(new Lab(parts, caseOf(seed), new Chance(seed)))
        if (broken === undefined) return
        if (tally.expect(broken === '', name, () => broken)) held.set(law.name, held.get(law.name)! + 1)
      })
    }
    progress(() => `  ${seed - options.seed + 1} worlds`)
  }
  for (const [name, count] of held) say(`  ${String(count).padStart(6)} × ${name}`)
  Object.assign(notes, { firstSeed: options.seed, lastSeed: seed - 1, held: Object.fromEntries(held) })
}

async function runMutants({ parts, notes }: Bench, tally: Tally): Promise<void> {
  const killings: Record<string, string> = {}
  for await (const { mutant, killedBy, problem } of killMutants(parts)) {
    const name = `mutants/${mutant.class} ${mutant.name}`
    const isKnown = tally.expect(killedBy !== undefined, name, () => problem ?? 'no test notices it')
    const moved = isKnown && killedBy !== mutant.killedBy ? ` (recorded: ${mutant.killedBy})` : ''
    if (killedBy !== undefined) killings[mutant.name] = killedBy
    say(`  ${mutant.class} ${mutant.name} ← ${killedBy ?? 'nothing'}${moved}`)
  }
  notes.killedBy = killings
}

let lastProgress = performance.now()

function progress(line: () => string): void {
  if (performance.now() - lastProgress < PROGRESS_EVERY_MS) return
  lastProgress = performance.now()
  say(line())
}

function deadline(seconds: number): number {
  return performance.now() + seconds * 1000
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

process.exitCode = await main()
