// How far from what one would install from npm otherwise? casbin and Cedar's WASM build on Cedar's three apps, the same
// requests in one process, the same answers. We are asked with names as text, as they are.
//
// Sketch, n = 30 of everything: casbin reads all its rules for each request, hundreds of them at about a microsecond:
// 0.3 to 1 ms. Cedar parses the entities of each request, 80 µs and more. We take 0.5 to 1 µs, most of it for the names.

import type { Engine } from '@lockness/authz'
import { type Case, measure, WrongAnswer } from './harness/measure.ts'
import { NOW, type Run } from './harness/run.ts'
import { casbinFor } from './peer/casbin.ts'
import { cedarFor } from './peer/cedar.ts'
import { locknessFor, questionFor } from './peer/lockness.ts'
import { APP_NAMES, type App, type AppName, makeApp } from './workload/cedar-apps.ts'

const SIZES = [10, 30, 50]
/** The size that the goal is about. */
const STANDARD_SIZE = 30
const HIERARCHIES = 4
const REQUESTS = 50
/** Ours takes so little that a run asks again and again. */
const REPEATS = 200

export async function peers(run: Run): Promise<void> {
  run.report.heading("peers  casbin and cedar-wasm on Cedar's apps")
  for (const name of APP_NAMES) for (const n of SIZES) await measureApp(run, name, n)
}

async function measureApp({ report, rounds, seed }: Run, name: AppName, n: number): Promise<void> {
  const apps = Array.from({ length: HIERARCHIES }, (_, i) => makeApp(name, n, REQUESTS, seed + i * 1000))
  const cases: [ours: Case, casbin: Case, cedar: Case] = [ourCase(apps), await casbinCase(apps), cedarCase(apps)]
  const timings = measure(cases, { rounds, warmups: 1 })
  const checked = HIERARCHIES * REQUESTS
  const ours = timings.get(cases[0].name)!.median
  const suffix = n === STANDARD_SIZE ? '' : `, n = ${n}`
  report.add({
    workload: 'peers',
    metric: `lockness ${name}${suffix}, per check`,
    value: ours,
    unit: 'ns',
    floor: null,
    checked,
  })
  for (const [peer, { name: caseName }] of [
    ['casbin', cases[1]],
    ['cedar-wasm', cases[2]],
  ] as const) {
    const theirs = timings.get(caseName)!.median
    report.add({
      workload: 'peers',
      metric: `${peer} ${name}${suffix}, per check`,
      value: theirs,
      unit: 'ns',
      floor: null,
      checked,
    })
    report.add({
      workload: 'peers',
      metric: `${peer} ${name}${suffix}`,
      value: theirs / ours,
      unit: '× ours',
      floor: null,
      checked,
    })
  }
}

function ourCase(apps: readonly App[]): Case {
  const asked = apps.map((app): [Engine, ReturnType<typeof questionFor>[]] => [
    locknessFor(app),
    app.requests.map((request) => questionFor(app, request)),
  ])
  const run = (repeats: number) => {
    let count = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const [engine, questions] of asked)
        for (const question of questions) if (engine.check(question, NOW).answer === 'yes') count++
    }
    return count
  }
  return {
    name: 'ours',
    operations: apps.length * REQUESTS * REPEATS,
    expected: run(1) * REPEATS,
    run: () => run(REPEATS),
  }
}

/** Each answer is compared with ours before anything is measured. */
async function casbinCase(apps: readonly App[]): Promise<Case> {
  const asked = await Promise.all(
    apps.map(async (app) => {
      const enforcer = await casbinFor(app)
      return app.requests.map(
        ({ subject, action, resource }) =>
          () =>
            enforcer.enforceSync(subject, resource, action),
      )
    }),
  )
  return peerCase('casbin', apps, asked)
}

function cedarCase(apps: readonly App[]): Case {
  // One set of policies is parsed for each app, so that the hierarchies share it.
  return peerCase('cedar-wasm', apps, apps.map(cedarFor))
}

function peerCase(name: string, apps: readonly App[], asked: readonly (readonly (() => boolean)[])[]): Case {
  let expected = 0
  for (const [index, app] of apps.entries()) {
    const engine = locknessFor(app)
    for (const [which, request] of app.requests.entries()) {
      const ours = engine.check(questionFor(app, request), NOW).answer === 'yes'
      const theirs = asked[index]![which]!()
      if (ours !== theirs) {
        const { subject, action, resource } = request
        throw new WrongAnswer(
          `${app.name}: \`${subject} ${action} ${resource}\`: ${name} says ${theirs}, we say ${ours}`,
        )
      }
      if (theirs) expected++
    }
  }
  const run = () => {
    let count = 0
    for (const calls of asked) for (const call of calls) if (call()) count++
    return count
  }
  return { name, operations: apps.length * REQUESTS, expected, run }
}
