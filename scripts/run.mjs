// `npm start`, `npm test` and the other commands of the repository: node scripts/run.mjs <task> [arguments].
// Plain JavaScript for Node 20 with nothing installed: it installs what is missing, finds Node 24, and runs the steps of
// the task with it. A task is a row of the table below and its steps are data. All steps run even after one has failed,
// so that one run shows everything there is to mend; the last line of a check is `N passed, N failed`.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './console.mjs'
import { addCounts, countLastLine, countStep, countVitest } from './count.mjs'
import { installWhatIsMissing } from './install.mjs'
import { environmentFor, findNode24, NODE_FLAGS, runWithNode24 } from './node24.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const REPORT = join(ROOT, 'node_modules/.cache/lockness/tests.json')
const CONFORMANCE_SECONDS = 30

const VITEST = ['node_modules/vitest/vitest.mjs', 'run']

// biome-ignore format: a table is read by its columns
const STEPS = {
  types:       { args: ['node_modules/typescript/bin/tsc', '-p', '.'],                             secondsMax:  90, count: countStep },
  pageTypes:   { args: ['node_modules/typescript/bin/tsc', '-p', 'apps/console'],                  secondsMax:  90, count: countStep },
  biome:       { args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],  secondsMax:  60, count: countStep },
  knip:        { args: ['node_modules/knip/bin/knip.js', '--no-progress'],                         secondsMax:  60, count: countStep },
  console:     { args: ['scripts/console.mjs'],                                                    secondsMax: 600, count: countStep },
  tidy:        { args: ['test/tidy.ts'],                                                           secondsMax:  30, count: countStep },
  tests:       { args: vitest('packages/', 'test/'),                                               secondsMax: 600, count: countReport },
  allTests:    { args: vitest('--project=code'),                                                   secondsMax: 900, count: countReport },
  pages:       { args: vitest('--project=pages'),                                                  secondsMax: 1800, count: countReport },
  lighthouse:  { args: vitest('--project=lighthouse'),                                             secondsMax: 2400, count: countReport },
  conformance: { args: ['conformance/main.ts', '--seconds', `${CONFORMANCE_SECONDS}`],             secondsMax: 300, count: countLastLine },
}

// biome-ignore format: a table is read by its columns
const TASKS = {
  start:       { says: 'a server with the verticals and a small world of data',                         run: start },
  test:        { says: 'everything that CI runs',                                           run: () => check(['types', 'pageTypes', 'biome', 'knip', 'tidy', 'console', 'allTests', 'conformance']) },
  stories:     { says: 'the console in a browser: stories, budgets, Lighthouse',            run: () => check(['console', 'pages', 'lighthouse']) },
  check:       { says: 'types, Biome, knip, tidy and the tests of the packages',            run: () => check(['types', 'pageTypes', 'biome', 'knip', 'tidy', 'tests']) },
  ui:          { says: 'the pieces of the console, each in every state',                    run: showPieces },
  tour:        { says: 'walks the rooms and writes the pictures of docs',                   run: () => withConsole(['apps/console/stories/tour.ts']) },
  lighthouse:  { says: 'how fast and how accessible each room is',                          run: () => withConsole([...VITEST, '--project=lighthouse']) },
  conformance: { says: 'the engine against its definition and the public suites',           run: (more) => program(['conformance/main.ts', ...more]) },
  faults:      { says: 'what can happen to nodes and their database, and a judge',         run: (more) => program(['conformance/faults/main.ts', ...more]) },
  bench:       { says: 'the benchmarks, each with its floor',                               run: (more) => program(['bench/main.ts', ...more]) },
  format:      { says: 'formats the source and sorts imports',                                          run: () => program(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--linter-enabled=false']) },
}

async function main([name = '', ...more]) {
  if (!Object.hasOwn(TASKS, name)) {
    const rows = Object.entries(TASKS).map(([task, { says }]) => `  npm run ${task.padEnd(12)} ${says}`)
    console.error(`\`${name}\` is not a task; these are:\n${rows.join('\n')}`)
    return 2
  }
  const problem = await installWhatIsMissing(ROOT, say)
  const found = problem ?? findNode24()
  if (!found.path) {
    console.error(`${found.problem}\nNext: ${found.next}`)
    return 1
  }
  nodePath = found.path
  return TASKS[name].run(more)
}

let nodePath = process.execPath

/** Without its console a server is still a server: what stands against it is said, and it starts alone. */
async function start(more) {
  const isWanted = !more.includes('--no-console')
  // What the command prints is for it alone to decide.
  const built = isWanted ? await buildConsole(ROOT, (text) => console.error(`» ${text}`), nodePath) : {}
  if (built.problem) console.error(`${built.problem}\nNext: ${built.next}`)
  const alone = built.problem ? ['--no-console'] : []
  return runWithNode24(['packages/cli/src/main.ts', 'start', ...more, ...alone], { cwd: ROOT })
}

/** The pages as they are written, each change at once: nothing is signed in, and there is no server behind them. */
async function showPieces([port = '3210']) {
  console.log(`» the pieces are at http://127.0.0.1:${port}/ui; end it with Ctrl-C`)
  const args = ['node_modules/next/dist/bin/next', 'dev', 'apps/console', '--hostname', '127.0.0.1', '--port', port]
  return runWithNode24(args, { cwd: ROOT, env: { LOCKNESS_UI: '1', NEXT_TELEMETRY_DISABLED: '1' } })
}

/** For what looks at the console as it is built. */
async function withConsole(args) {
  const { problem, next } = await buildConsole(ROOT, say, nodePath)
  if (!problem) return program(args)
  console.error(`${problem}\nNext: ${next}`)
  return 1
}

/** Runs each step, then says how many things passed and failed over all of them. */
async function check(names) {
  const started = Date.now()
  const total = { passed: 0, failed: 0 }
  const failures = []
  for (const [index, name] of names.entries()) {
    const label = `[${index + 1}/${names.length}] ${name}`
    say(`${label}: ${STEPS[name].args.join(' ').replace(REPORT, 'FILE')}`)
    const counts = await runStep(STEPS[name])
    if (counts.failed > 0) failures.push(name)
    addCounts(total, counts)
    say(`${label}: ${describe(counts)} (${seconds(counts.ms)})`)
  }
  const which = failures.length > 0 ? `; failed: ${failures.join(', ')}` : ''
  say(`${names.length} steps in ${seconds(Date.now() - started)}${which}`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
}

async function runStep({ args, secondsMax, count }) {
  const started = Date.now()
  rmSync(REPORT, { force: true })
  mkdirSync(dirname(REPORT), { recursive: true })
  const ended = await node(args, secondsMax)
  if (ended.timedOut) say(`stopped after ${secondsMax} s, the longest that this step may take`)
  return { ...count(ended), ms: Date.now() - started }
}

async function program(args) {
  const { code } = await node(args)
  return code
}

/** Runs Node 24 and resolves to how it ended. With a bound its output is read on the way, for its last line. */
function node(args, secondsMax) {
  const stdio = secondsMax ? ['ignore', 'pipe', 'inherit'] : 'inherit'
  const child = spawn(nodePath, [...NODE_FLAGS, ...args], { cwd: ROOT, stdio, env: environmentFor(nodePath) })
  let tail = ''
  let timedOut = false
  child.stdout?.on('data', (chunk) => {
    process.stdout.write(chunk)
    tail = (tail + chunk).slice(-TAIL_CHARACTERS)
  })
  const stop = () => {
    timedOut = true
    child.kill('SIGKILL')
  }
  const timer = secondsMax && setTimeout(stop, secondsMax * 1000)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, tail, timedOut })
    })
  })
}

const TAIL_CHARACTERS = 4_000

function vitest(...more) {
  return [...VITEST, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...more]
}

function countReport(ended) {
  return countVitest(ended, existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : undefined)
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}

function say(text) {
  console.log(`» ${text}`)
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

process.exitCode = await main(process.argv.slice(2))
