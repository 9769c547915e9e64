// What PostgreSQL itself does, asked by its plain client without anything of ours: the floors under writing, importing,
// reading everything, and telling others. Jobs come from the process that measures; see serveJobs(). The table has the
// columns that a tuple needs and the key that keeps it from being there twice.

import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Graph, type Tuple } from '@lockness/authz'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { makeCreatorWorld } from '../workload/creator.ts'
import { tuplesOf } from '../workload/world.ts'
import type { Installation } from './installation.ts'
import { quantile } from './measure.ts'
import { serveJobs } from './programs.ts'

export interface Amount {
  readonly scale: number
  readonly seed: number
  /** So many of the world's tuples. */
  readonly tuples: number
}

export type RawJob =
  | { readonly kind: 'open'; readonly connection: Installation['connection'] }
  /** Rows of one statement each, by so many connections. */
  | { readonly kind: 'commits'; readonly connections: number; readonly forMs: number }
  | ({ readonly kind: 'insert' } & Amount)
  | ({ readonly kind: 'copyIn' } & Amount)
  /** All live tuples of a store out of our own table, and a graph of them. */
  | { readonly kind: 'build'; readonly store: string }
  | { readonly kind: 'notify'; readonly times: number }

export interface CommitFigures {
  readonly perSecond: number
  readonly p50Ms: number
}

export interface BulkFigures {
  readonly tuples: number
  readonly tookMs: number
}

export interface BuildFigures extends BulkFigures {
  readonly copyMs: number
}

export interface NotifyFigures {
  readonly p50Ms: number
  readonly p99Ms: number
}

const ROWS_PER_INSERT = 1_000
const COPY_CHARACTERS = 65_536
const INSERT = `insert into bench_floor.tuple values ('s', $1, $2, $3, 1, 'actor')`
const INSERT_MANY = `insert into bench_floor.tuple
  select 's', object, relation, subject, 1, 'actor' from unnest($1::text[], $2::text[], $3::text[]) as t (object, relation, subject)`

let config: Installation['connection'] | undefined
let runs = 0

serveJobs<RawJob>(async (job) => {
  switch (job.kind) {
    case 'open':
      return open(job.connection)
    case 'commits':
      return commits(job.connections, job.forMs)
    case 'insert':
      return withClient((client) => insert(client, job))
    case 'copyIn':
      return withClient((client) => copyIn(client, job))
    case 'build':
      return withClient((client) => build(client, job.store))
    case 'notify':
      return notify(job.times)
  }
})

async function open(connection: Installation['connection']): Promise<void> {
  config = connection
  await withClient(async (client) => {
    await client.query(`create schema bench_floor;
      create table bench_floor.tuple (store_id text collate "C", object text collate "C", relation text collate "C",
        subject text collate "C", since bigint, actor text, primary key (store_id, object, relation, subject))`)
  })
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function commits(connections: number, forMs: number): Promise<CommitFigures> {
  const run = ++runs
  const clients = Array.from({ length: connections }, () => new pg.Client(config))
  await Promise.all(clients.map((client) => client.connect()))
  const took: number[] = []
  const startedMs = performance.now()
  let next = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let nowMs = performance.now(); nowMs - startedMs < forMs; ) {
        await client.query({ name: 'one', text: INSERT, values: [`doc:${run}-${next++}`, 'viewer', 'user:someone'] })
        const endMs = performance.now()
        took.push(endMs - nowMs)
        nowMs = endMs
      }
    }),
  )
  const tookMs = performance.now() - startedMs
  const { rows } = await clients[0]!.query(
    `select count(*)::int as count from bench_floor.tuple where object like $1`,
    [`doc:${run}-%`],
  )
  if (rows[0]?.count !== took.length) throw new Error(`${took.length} rows were written, ${rows[0]?.count} are there`)
  await Promise.all(clients.map((client) => client.end()))
  return {
    perSecond: (took.length / tookMs) * 1000,
    p50Ms: quantile(
      took.sort((a, b) => a - b),
      0.5,
    ),
  }
}

/** Copies, and made before the clock starts. */
function rowsOf({ scale, seed, tuples }: Amount): Tuple[] {
  const rows: Tuple[] = []
  for (const { object, relation, subject } of tuplesOf(makeCreatorWorld({ scale, seed }))) {
    if (rows.length === tuples) break
    rows.push({ object, relation, subject })
  }
  return rows
}

async function insert(client: pg.Client, amount: Amount): Promise<BulkFigures> {
  const rows = rowsOf(amount)
  await client.query('truncate bench_floor.tuple')
  const startedMs = performance.now()
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT)
    const columns = (['object', 'relation', 'subject'] as const).map((column) => some.map((row) => row[column]))
    await client.query({ name: 'many', text: INSERT_MANY, values: columns })
  }
  return counted(client, performance.now() - startedMs)
}

async function copyIn(client: pg.Client, amount: Amount): Promise<BulkFigures> {
  const rows = rowsOf(amount)
  await client.query('truncate bench_floor.tuple')
  const startedMs = performance.now()
  await pipeline(Readable.from(copyLines(rows)), client.query(copyFrom('copy bench_floor.tuple from stdin')))
  return counted(client, performance.now() - startedMs)
}

function* copyLines(rows: readonly Tuple[]): Generator<string> {
  let piece = ''
  for (const { object, relation, subject } of rows) {
    piece += `s\t${object}\t${relation}\t${subject}\t1\tactor\n`
    if (piece.length < COPY_CHARACTERS) continue
    yield piece
    piece = ''
  }
  yield piece
}

async function counted(client: pg.Client, tookMs: number): Promise<BulkFigures> {
  const { rows } = await client.query('select count(*)::int as count from bench_floor.tuple')
  return { tuples: Number(rows[0]?.count), tookMs }
}

/** First everything into memory, then a graph of it. */
async function build(client: pg.Client, store: string): Promise<BuildFigures> {
  const startedMs = performance.now()
  const pieces: Buffer[] = []
  const text = `copy (select object, relation, subject from lockness.tuple
    where store_id = ${client.escapeLiteral(store)} and until is null) to stdout`
  const keep = new Writable({
    write(piece: Buffer, _, done) {
      pieces.push(piece)
      done()
    },
  })
  await pipeline(client.query(copyTo(text)), keep)
  const copyMs = performance.now() - startedMs
  const graph = Graph.build(tuplesIn(pieces))
  const tookMs = performance.now() - startedMs
  const { forward } = graph.share().base
  return { tuples: forward.reduce((sum, { nodes }) => sum + nodes.length, 0), copyMs, tookMs }
}

/** Names of a workload have nothing in them that COPY escapes. */
function* tuplesIn(pieces: readonly Buffer[]): Generator<Tuple> {
  let rest = ''
  for (const piece of pieces) {
    const lines = (rest + piece.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const first = line.indexOf('\t')
      const second = line.indexOf('\t', first + 1)
      yield { object: line.slice(0, first), relation: line.slice(first + 1, second), subject: line.slice(second + 1) }
    }
  }
}

/** From the telling of one connection to the row in the hand of another. */
function notify(times: number): Promise<NotifyFigures> {
  return withClient((teller) =>
    withClient(async (hearer) => {
      const run = ++runs
      await hearer.query('listen bench_floor')
      const took: number[] = []
      for (let turn = 0; turn < times; turn++) {
        const object = `doc:told-${run}-${turn}`
        await teller.query({ name: 'one', text: INSERT, values: [object, 'viewer', 'user:someone'] })
        const heard = new Promise<string>((resolve) => {
          hearer.once('notification', ({ payload = '' }) => resolve(payload))
        })
        const startedMs = performance.now()
        await teller.query({ name: 'tell', text: `select pg_notify('bench_floor', $1)`, values: [object] })
        const text = `select * from bench_floor.tuple where store_id = 's' and object = $1`
        const { rows } = await hearer.query({ name: 'fetch', text, values: [await heard] })
        took.push(performance.now() - startedMs)
        if (rows[0]?.object !== object) throw new Error(`told of \`${object}\`, found ${JSON.stringify(rows)}`)
      }
      took.sort((a, b) => a - b)
      return { p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) }
    }),
  )
}
