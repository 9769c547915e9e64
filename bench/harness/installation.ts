// A Lockness of its own for a run: its database in a folder that goes when the run ends, and any number of nodes on it,
// each a process as `lockness serve` starts it. The database belongs to the process that measures, so that a node can be
// ended and started again without it, and so that the floors are measured on the very same PostgreSQL.

import { once } from 'node:events'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tuplesOf, type World } from '../workload/world.ts'
import { WrongAnswer } from './measure.ts'
import { type Program, type ProgramOptions, startProgram } from './programs.ts'

const KEY = 'the-root-key-of-a-benchmark'
const LOCKNESS = '../../packages/cli/src/main.ts'
const PIECE_CHARACTERS = 262_144

export interface Installation {
  readonly folder: string
  /** For `pg`. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string }
  start(options: ProgramOptions & { readonly threads?: number }): Promise<Node>
  /** Images of graphs, so that the next start does not find any. */
  removeImages(): Promise<void>
  close(): Promise<void>
}

export interface Node extends Program {
  readonly key: string
}

/** What was imported, and how long it took from the first byte to the last line of the answer. */
export interface Loaded {
  readonly store: string
  readonly tuples: number
  readonly tookMs: number
}

export async function openInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-bench-'))
  await chmod(folder, 0o755)
  // Only now: whoever measures a graph alone has no server in memory.
  const { openEmbedded } = await import('@lockness/server')
  const embedded = await openEmbedded({ folder, now: Date.now, report: () => undefined })
  const nodes: Program[] = []
  return {
    folder,
    connection: embedded.connection,
    async start({ threads = 1, env, ...options }) {
      const args = ['serve', '--json', '--data', folder, '--port', '0', '--threads', String(threads)]
      const node = await startProgram(LOCKNESS, args, { ...options, env: { ...env, LOCKNESS_ROOT_KEY: KEY } })
      nodes.push(node)
      return { ...node, key: KEY }
    },
    removeImages: () => rm(join(folder, 'images'), { recursive: true, force: true }),
    async close() {
      await Promise.all(nodes.map((node) => node.stop()))
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One request of the management, which is not measured. */
export async function call<Answer>(
  { url, key }: Pick<Node, 'url' | 'key'>,
  path: string,
  body: unknown,
): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
  return JSON.parse(text) as Answer
}

/** A store with the model of the world, and nothing in it. */
export async function makeStore(
  node: Pick<Node, 'url' | 'key'>,
  { name, dsl }: Pick<World, 'name' | 'dsl'>,
): Promise<string> {
  const { id } = await call<{ readonly id: string }>(node, '/v1/stores', { name })
  await call(node, `/v1/stores/${id}/models`, { text: dsl })
  return id
}

/** The world in a store of its own, by an import. */
export async function loadStore(node: Node, world: World, tuplesMax = Number.POSITIVE_INFINITY): Promise<Loaded> {
  const store = await makeStore(node, world)
  return { store, ...(await importInto(node, store, world, tuplesMax)) }
}

async function importInto(node: Node, store: string, world: World, tuplesMax: number) {
  const request = httpRequest(`${node.url}/v1/stores/${store}/tuples/import?import=all`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.key}`, 'content-type': 'application/x-ndjson' },
  })
  const answered = once(request, 'response')
  answered.catch(() => undefined)
  const startedMs = performance.now()
  let tuples = 0
  let piece = ''
  const flush = async () => {
    if (!request.write(piece)) await once(request, 'drain')
    piece = ''
  }
  request.flushHeaders()
  for (const { object, relation, subject } of tuplesOf(world)) {
    if (tuples >= tuplesMax) break
    tuples++
    piece += `{"object":"${object}","relation":"${relation}","subject":"${subject}"}\n`
    if (piece.length >= PIECE_CHARACTERS) await flush()
  }
  request.end(piece)
  const [response] = await answered
  let text = ''
  for await (const chunk of response) text = (text + chunk).slice(-65_536)
  const tookMs = performance.now() - startedMs
  const last = text.trimEnd().split('\n').at(-1) ?? ''
  const { end } = JSON.parse(last) as { readonly end?: { readonly rows: number; readonly bad: number } }
  if (end?.rows !== tuples || end.bad !== 0) throw new WrongAnswer(`an import of ${tuples} tuples ended with ${last}`)
  return { tuples, tookMs }
}
