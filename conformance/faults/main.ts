// `npm run faults`: real nodes on a real database, what can happen to them, and the reference as the judge.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Chance } from '../generate/chance.ts'
import { Tally } from '../tally.ts'
import type { Fault } from './cell.ts'
import { FAULTS } from './faults.ts'
import { endEverything } from './leftovers.ts'

const DEFAULT_SECONDS = 20
const FAILURES_SHOWN = 10

interface Report {
  readonly fault: string
  readonly says: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  readonly counts: Readonly<Record<string, number>>
  readonly failures: readonly { readonly name: string; readonly detail: string }[]
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS)
  const seed = Number(values.seed ?? 1)
  const names = values.only?.split(',') ?? FAULTS.map(({ name }) => name)
  const chosen = FAULTS.filter(({ name }) => names.includes(name))
  if (chosen.length !== names.length || !(seconds > 0) || !Number.isInteger(seed)) {
    say(
      `usage: npm run faults -- [--only ${FAULTS.map(({ name }) => name).join(',')}] [--seconds N] [--seed S] [--json FILE]`,
    )
    return 2
  }
  const reports: Report[] = []
  for (const fault of chosen) reports.push(await runOne(fault, seconds, seed))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports, null, 2)}\n`)
  const passed = reports.reduce((sum, report) => sum + report.passed, 0)
  const failed = reports.reduce((sum, report) => sum + report.failed, 0)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function runOne({ name, says, run }: Fault, seconds: number, seed: number): Promise<Report> {
  const startedMs = performance.now()
  const tally = new Tally()
  const counts: Record<string, number> = {}
  const note = (what: string, value: number) => (counts[what] = (counts[what] ?? 0) + value)
  say(`${name} ${says} …`)
  await run({ chance: new Chance(seed), tally, seconds, isShort: false, note }).catch((error: unknown) =>
    tally.failures.push({ name, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
  const took = (performance.now() - startedMs) / 1_000
  for (const failure of tally.failures.slice(0, FAILURES_SHOWN))
    say(`  ✗ ${failure.name}\n    ${failure.detail.slice(0, 2_000)}`)
  const told = Object.entries(counts).map(([what, count]) => `${what} ${count}`)
  say(`${name}: ${tally.passed} passed, ${tally.failures.length} failed (${took.toFixed(1)} s) ${told.join(', ')}`)
  return {
    fault: name,
    says,
    passed: tally.passed,
    failed: tally.failures.length,
    seconds: took,
    counts,
    failures: tally.failures,
  }
}

function say(text: string): void {
  console.log(text)
}

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    endEverything()
    process.exit(130)
  })
}
process.exitCode = await main()
