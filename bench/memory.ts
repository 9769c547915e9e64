// How much memory does a tuple take, and how fast does a graph come to life? The graph is the edges both ways: at least
// two numbers of 4 bytes, and the offsets of the rows: 15 bytes. Everything is what a process grows by that opens it, with names
// of 36 characters: a name takes its bytes, where it ends, and a place in the hash table at three quarters full: some
// 52 bytes, and W1 has 0.65 names for each tuple: 15 + 34 = 50 bytes.
//
// Sketch: build 0.3 µs for each of two names and sorting, 1.9 M tuples/s; an image opens as fast as its checksum runs.

import type { MemoryFigures } from './harness/memory-probe.ts'
import { runProbe } from './harness/probe.ts'
import type { Run } from './harness/run.ts'
import type { IdStyle } from './workload/names.ts'

export async function memory(run: Run): Promise<void> {
  run.report.heading('memory  the graph of W1, in a process of its own')
  await measure(run, 'uuid', 'everything, 36-byte ids')
  await measure(run, 'short', 'everything, short ids')
}

async function measure({ report, scale, seed }: Run, ids: IdStyle, everything: string): Promise<void> {
  const it = await runProbe<MemoryFigures>('memory-probe.ts', [scale, seed, ids])
  const { checked, tuples } = it
  const add = (metric: string, value: number, unit: string, floor: number | null = null) =>
    report.add({ workload: 'memory', metric, value, unit, floor, checked })
  // Two numbers for each edge are what any index both ways must hold.
  if (ids === 'uuid') add('graph', it.graphBytes / tuples, 'B/tuple', 8)
  add(everything, it.residentBytes / tuples, 'B/tuple')
  add(`${everything}, in its arrays`, it.allBytes / tuples, 'B/tuple')
  const suffix = ids === 'uuid' ? '' : ', short ids'
  add(`build${suffix}`, (tuples / it.buildMs) * 1000, 'tuples/s')
  add(`build${suffix}, generator taken off`, (tuples / (it.buildMs - it.generateMs)) * 1000, 'tuples/s')
  if (ids !== 'uuid') return
  add('image', it.imageBytes / tuples, 'B/tuple')
  add('image write', it.imageBytes / it.writeImageMs / 1000, 'MB/s')
  add('image open', it.openImageMs, 'ms', it.readFileMs)
  add('image open over file read', it.readFileMs / it.openImageMs, '× speed')
}
