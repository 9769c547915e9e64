// A process of its own that builds the graph of W1, writes its image, and says what both take:
// `node harness/memory-probe.ts SCALE SEED uuid|short`. It prints one line of JSON. What is resident is read in one more
// process, which opens the image: there nothing but the graph is in memory.

import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine, Graph } from '@lockness/authz'
import { CreatorOracle } from '../oracle/creator-oracle.ts'
import { asText } from '../w1-creator-platform.ts'
import { makeCreatorWorld } from '../workload/creator.ts'
import { CreatorQuestions } from '../workload/creator-questions.ts'
import { modelOf } from '../workload/load.ts'
import type { IdStyle } from '../workload/names.ts'
import { tuplesIn, tuplesOf } from '../workload/world.ts'
import { type Expected, verify } from './asking.ts'
import { medianOf } from './measure.ts'
import { NOW } from './run.ts'
import { readShared } from './shared-file.ts'

export interface MemoryFigures {
  readonly tuples: number
  readonly graphBytes: number
  readonly allBytes: number
  readonly residentBytes: number
  readonly generateMs: number
  readonly buildMs: number
  readonly imageBytes: number
  readonly writeImageMs: number
  readonly readFileMs: number
  readonly openImageMs: number
  readonly checked: number
}

const QUESTIONS = 1_000
const READS = 5

function probe(scale: number, seed: number, ids: IdStyle): MemoryFigures {
  const built = build(scale, seed, ids)
  const { graph, dsl, questions, ...figures } = built
  const engine = createEngine(graph, modelOf(dsl))
  const checked = verify(engine, questions, NOW)
  const frozen = graph.share()
  const seen = new Set<ArrayBufferLike>()
  const graphBytes = bytesIn(frozen.base, seen)
  const allBytes = graphBytes + bytesIn(frozen, seen)
  const image = measureImage(graph, dsl, questions)
  return { ...figures, ...image, graphBytes, allBytes, checked: checked + image.checked }
}

interface Built {
  readonly graph: Graph
  readonly dsl: string
  readonly questions: readonly Expected[]
  readonly tuples: number
  readonly generateMs: number
  readonly buildMs: number
}

/** What it makes on the way is garbage when it returns. */
function build(scale: number, seed: number, ids: IdStyle): Built {
  const world = makeCreatorWorld({ scale, seed, ids })
  let started = performance.now()
  for (const _ of tuplesOf(world));
  const generateMs = performance.now() - started
  started = performance.now()
  const graph = Graph.build(tuplesOf(world))
  const buildMs = performance.now() - started
  const questions = new CreatorQuestions(world, new CreatorOracle(world), seed + 1).cold(QUESTIONS)
  return {
    graph,
    dsl: world.dsl,
    questions: questions.map((each) => asText(world, each)),
    tuples: tuplesIn(world),
    generateMs,
    buildMs,
  }
}

/** Bytes of the typed arrays in it, each buffer once. */
function bytesIn(value: unknown, seen: Set<ArrayBufferLike>): number {
  if (ArrayBuffer.isView(value)) {
    if (seen.has(value.buffer)) return 0
    seen.add(value.buffer)
    return value.buffer.byteLength
  }
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, each) => sum + bytesIn(each, seen), 0)
}

function measureImage(graph: Graph, dsl: string, questions: readonly Expected[]) {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-bench-'))
  try {
    const path = join(folder, 'graph.image')
    const writeImageMs = timed(() => writeChunks(path, graph.image()))
    const readMs: number[] = []
    const openMs: number[] = []
    let imageBytes = 0
    let checked = 0
    for (let round = 0; round < READS; round++) {
      readMs.push(timed(() => (imageBytes = readShared(path).length)))
      let opened: ReturnType<typeof Graph.open> | undefined
      openMs.push(timed(() => (opened = Graph.open(readShared(path)))))
      if (!opened?.ok) throw new Error(`the image does not open: ${opened?.reason}`)
      if (round === 0) checked = verify(createEngine(opened.value, modelOf(dsl)), questions, NOW)
    }
    const residentBytes = residentOf(path)
    return {
      imageBytes,
      residentBytes,
      writeImageMs,
      readFileMs: medianOf(readMs),
      openImageMs: medianOf(openMs),
      checked,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeChunks(path: string, chunks: Iterable<Uint8Array>): void {
  const file = openSync(path, 'w')
  for (const chunk of chunks) for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at)
  closeSync(file)
}

/** What a process grows by that only opens the image. */
function residentOf(image: string): number {
  const probe = fileURLToPath(new URL('resident-probe.ts', import.meta.url))
  const flags = ['--expose-gc', ...process.execArgv.filter((flag) => flag.includes('warning'))]
  return Number(execFileSync(process.execPath, [...flags, probe, image], { encoding: 'utf8' }))
}

function timed(run: () => void): number {
  const started = performance.now()
  run()
  return performance.now() - started
}

if (process.argv[1] === import.meta.filename) {
  const [scale = '0.01', seed = '1', ids = 'uuid'] = process.argv.slice(2)
  console.log(JSON.stringify(probe(Number(scale), Number(seed), ids === 'short' ? 'short' : 'uuid')))
}
