// What does a second thread bring, and what does it take? Two threads share one graph. With cores enough the throughput
// of both is compared with that of one; where the client would take one of their cores away, what counts is what a check
// costs on the processor: if two threads take as much for each as one, they answer twice as many where there is room.
//
// Sketch: nothing is shared but memory that is only read; 1.7 times on random memory access was measured alone.

import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Expected } from './harness/asking.ts'
import type { Installation, Node } from './harness/installation.ts'
import { compete, type LoadClient } from './harness/load.ts'
import { residentBytesOf } from './harness/programs.ts'
import type { Run } from './harness/run.ts'
import { NATIVE, verifyChecks } from './workload/wire.ts'

const CONNECTIONS = 32
const FOR_MS = 1_500
/** Two for the server, one for the client. */
const CORES_MIN = 3
const SETTLE_MS = 1_000

export async function serveThreads(
  run: Run,
  client: LoadClient,
  installation: Installation,
  store: string,
  hot: readonly Expected[],
): Promise<void> {
  const asks = hot.map((each) => NATIVE.check(store, each))
  const nodes: Node[] = []
  try {
    const memory: (number | undefined)[] = []
    let checked = 0
    for (const threads of [1, 2, 3]) {
      const node = await installation.start({ threads })
      nodes.push(node)
      await client.deck('verified', node, asks)
      checked += verifyChecks(hot, await client.once('verified'))
      await pause(SETTLE_MS)
      memory.push(residentBytesOf(node.pid))
    }
    const contenders = [1, 2].map((threads) => {
      const node = nodes[threads - 1]!
      return { name: `${threads}`, target: node, pid: node.pid, asks }
    })
    const options = { rounds: run.rounds, connections: CONNECTIONS, forMs: FOR_MS }
    const standings = await compete(client, contenders, options)
    const [one, two] = [standings.get('1')!, standings.get('2')!]
    const add = (metric: string, value: number, unit: string, floor: number | null) =>
      run.report.add({ workload: 'serve', metric, value, unit, floor, checked: checked + one.checked + two.checked })
    if (availableParallelism() >= CORES_MIN)
      add('two threads over one, throughput', two.perSecond / one.perSecond, '×', null)
    else
      run.report.say(
        `${availableParallelism()} cores: the client takes one, so the throughput of two threads says nothing`,
      )
    if (one.cpuUs !== undefined && two.cpuUs !== undefined)
      add('check with two threads, on the processor', two.cpuUs, 'µs/check', one.cpuUs)
    // From one to two a thread for the log comes in too; from two to three it is nothing but one more.
    const [, withTwo, withThree] = memory
    if (withTwo !== undefined && withThree !== undefined)
      add('one more thread, memory', (withThree - withTwo) / 1e6, 'MB', null)
  } finally {
    await Promise.all(nodes.map((node) => node.stop()))
  }
}
