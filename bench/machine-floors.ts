// What can this machine do today? The floors by themselves, first in every run: a run on a busy machine shows here.
//
// Sketch: access 60 ns on bare metal, 100 to 160 ns on a virtual machine; scan 0.4 ns; emit 40 ns; walk 3 ns.

import { accessFloor, emitFloor, scanFloor, walkFloor } from './harness/floors.ts'
import { measure } from './harness/measure.ts'
import type { Run } from './harness/run.ts'

const RESULTS = 100_000

export function machineFloors({ report, rounds }: Run): void {
  report.heading('floors  what the machine can do')
  const cases = [accessFloor(), scanFloor(), emitFloor(RESULTS, 36, 'doc', 1), walkFloor(RESULTS, 10 * RESULTS, 1)]
  const timings = measure(cases, { rounds: Math.max(rounds, 5) })
  for (const { name } of cases) {
    const { median, best, worst } = timings.get(name)!
    const metric = name.replace('floor: ', '')
    report.add({ workload: 'floor', metric, value: median, unit: 'ns', floor: null, checked: 0 })
    report.say(`from ${best.toFixed(2)} to ${worst.toFixed(2)} ns over the rounds`)
  }
}
