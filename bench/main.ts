// `npm run bench -- [W0|W1|W2|W3|W4|W6|memory|overlay|peers|serve|write|tail|import|start|all] [--scale S] [--json FILE]
// [--rounds N] [--seed N]`, and `npm run bench -- emit --out DIR [--scale S]` to write the workloads as files for other
// engines. Scale 1 is 10 M tuples. `serve --target URL [--target-key KEY]` asks any server that speaks OpenFGA's API;
// `serve --profile DIR` writes where our own spends its time.
// A wrong answer stops the run with exit code 1; a missed goal does not, it is a figure.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { WrongAnswer } from './harness/measure.ts'
import { Report } from './harness/report.ts'
import type { Run } from './harness/run.ts'
import { machineFloors } from './machine-floors.ts'
import { QUESTIONS } from './questions.ts'

/** Collection on demand, and room for the names and questions of 10 M tuples. */
const FLAGS = ['--expose-gc', '--max-old-space-size=8192']

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scale: { type: 'string', default: '0.01' },
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      out: { type: 'string', default: 'bench/data' },
      target: { type: 'string' },
      'target-key': { type: 'string' },
      profile: { type: 'string' },
    },
  })
  if (!globalThis.gc) return again()
  const wanted =
    positionals.length === 0 || positionals.includes('all')
      ? [...QUESTIONS.keys()].filter((name) => name !== 'emit')
      : positionals
  const unknown = wanted.find((name) => !QUESTIONS.has(name))
  if (unknown !== undefined) {
    console.error(`\`${unknown}\` is not a workload; these are: ${[...QUESTIONS.keys()].join(', ')}, all`)
    return 2
  }
  const report = new Report((line) => console.log(line))
  const run: Run = {
    scale: positive(values.scale),
    rounds: positive(values.rounds),
    seed: positive(values.seed),
    report,
    out: values.out,
    ...(values.target !== undefined && { target: { url: values.target, key: values['target-key'] } }),
    ...(values.profile !== undefined && { profile: values.profile }),
  }
  console.log(`scale ${run.scale}, ${run.rounds} rounds, seed ${run.seed}, Node ${process.versions.node}`)
  machineFloors(run)
  for (const name of wanted) for (const question of QUESTIONS.get(name)!) await question(run)
  console.log(`\n${report.summary().join('\n')}`)
  if (run.scale !== 1)
    console.log(`the goals are for scale 1; at scale ${run.scale} they show that the run works, not what it reaches`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report.rows, null, 2)}\n`)
  if (values.markdown) writeFileSync(values.markdown, `${report.markdown().join('\n')}\n`)
  return 0
}

function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`expected a number above 0, received \`${text}\``)
  return number
}

/** The same command, with the flags that it needs. */
function again(): Promise<number> {
  const child = spawn(process.execPath, [...FLAGS, ...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof WrongAnswer)) throw error
  console.error(`wrong answer: ${error.message}`)
  process.exitCode = 1
}
