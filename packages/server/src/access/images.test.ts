// Images of graphs: what is written comes back and goes on with the log; what is damaged, foreign or of another history
// is never begun from.

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Graph, type Tuple } from '@lockness/authz'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { digestOf, digestOfTuples } from '../../test/graph-digest.ts'
import { type Appender, createAppender } from '../store/append.ts'
import { adoptHistory } from '../store/epoch.ts'
import { openSnapshot } from '../store/export.ts'
import { DatabaseFeed } from './database-feed.ts'
import type { Start } from './feed.ts'
import { createGraphWork } from './graph-work.ts'
import { Images } from './images.ts'
import { Replicas } from './replicas.ts'

let cluster: TestCluster
let appender: Appender
let folder: string

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
  folder = await mkdtemp(join(tmpdir(), 'lockness-images-'))
}, 60_000)
afterAll(async () => {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

function makeImages(more: { installationId?: string; place?: string } = {}) {
  const reports: string[] = []
  const images = new Images({
    folder: more.place ?? folder,
    installationId: more.installationId ?? 'here',
    work: createGraphWork(cluster.connection),
    report: (message) => void reports.push(message),
    edgesMin: 1,
  })
  return { images, reports }
}

/** A node that keeps images and, when it ends, writes them. */
function startNode(place: string) {
  const { images, reports } = makeImages({ place })
  const { database } = cluster
  const nowMs = () => performance.now()
  const report = (message: string) => void reports.push(message)
  let loads = 0
  const feed = new DatabaseFeed({
    database,
    async modelVersions() {
      loads++
      return []
    },
    nowMs,
    report,
    images,
    sweepMs: 60_000,
  })
  const modelBody = async () => undefined
  const replicas = new Replicas({ feed, modelBody, nowMs, report, images })
  return { replicas, reports, loads: () => loads }
}

function add(storeId: string, ...ids: (number | string)[]) {
  const changes = ids.map((id) => ({ op: 'put' as const, tuple: tuple(id) }))
  return appender.append(storeId, { changes, actor: 'user:t', action: 'tuple.write', source: 'test' })
}

function tuple(id: number | string): Tuple {
  return { object: `doc:${id}`, relation: 'viewer', subject: `user:${id}` }
}

async function expectSameAsDatabase(storeId: string, replica: { snapshot(): Start | undefined }): Promise<void> {
  const { revision, tuples } = await openSnapshot(cluster.database, storeId)
  expect(await digestOf(replica.snapshot()!.graph)).toEqual(await digestOfTuples(revision, tuples))
}

describe('a node that starts again', () => {
  it('begins with the image and goes on with the log', async () => {
    const storeId = await cluster.makeStore()
    const place = join(folder, 'again')
    await add(storeId, 1, 2, 3)
    const first = startNode(place)
    await first.replicas.open(storeId)
    await add(storeId, 4)
    await (await first.replicas.open(storeId)).poll()
    await first.replicas.close()
    expect((await stat(join(place, (await readdir(place))[0]!))).mode & 0o777).toBe(0o600)
    await add(storeId, 5)
    const second = startNode(place)
    const replica = await second.replicas.open(storeId)
    expect(second.loads()).toBe(0)
    expect(replica.position().revision).toBe(3)
    await expectSameAsDatabase(storeId, replica)
    await second.replicas.close()
    expect([...first.reports, ...second.reports]).toEqual([])
  })

  const histories: [string, (storeId: string) => Promise<unknown>][] = [
    ['a backup was restored', (id) => restore(id, 1)],
    [
      'a backup was restored and written to, up to the same number',
      (id) => restore(id, 1).then(() => add(id, 'other')),
    ],
    [
      'a backup was restored, adopted and written to',
      async (id) => {
        await restore(id, 1)
        await adoptHistory(cluster.database, 'restore')
        await add(id, 'other')
        await add(id, 'more')
      },
    ],
    [
      'the log begins after the image',
      async (id) => {
        await add(id, 3)
        await cluster.database.query('update lockness.store_head set log_floor = 3 where store_id = $1', [id])
      },
    ],
  ]
  it.each(histories)('does not begin with an image when %s', async (_, change) => {
    const storeId = await cluster.makeStore()
    const place = join(folder, storeId)
    await add(storeId, 1)
    await add(storeId, 2)
    const first = startNode(place)
    await first.replicas.open(storeId)
    await first.replicas.close()
    await change(storeId)
    const second = startNode(place)
    const replica = await second.replicas.open(storeId)
    expect(second.loads()).toBe(1)
    expect(second.reports).toContainEqual(expect.stringContaining('thrown away'))
    await expectSameAsDatabase(storeId, replica)
    await second.replicas.close()
  })
})

describe('an image', () => {
  const chain = Buffer.alloc(32, 7)
  const start: Start = {
    graph: Graph.build(
      Array.from({ length: 50 }, (_, i) => tuple(i)),
      { revision: 9 },
    ),
    position: { epoch: 1, revision: 9, chain },
    versions: [{ id: 'model-1', since: 2 }],
    chains: new Map(),
  }

  it('comes back as it was', async () => {
    await makeImages().images.save('store', start)
    const opened = await makeImages().images.open('store')
    expect(opened).toMatchObject({ position: start.position, versions: start.versions })
    expect(await digestOf(opened!.graph)).toEqual(await digestOf(start.graph))
  })

  it('of another installation or another store is not opened', async () => {
    const place = join(folder, 'foreign')
    await makeImages({ place }).images.save('store', start)
    const bytes = await readFile(join(place, (await readdir(place))[0]!))
    expect(await makeImages({ place, installationId: 'there' }).images.open('store')).toBeUndefined()
    await makeImages({ place }).images.save('other', start)
    await writeFile(join(place, (await readdir(place))[0]!), bytes)
    expect(await makeImages({ place }).images.open('other')).toBeUndefined()
    expect(await readdir(place)).toEqual([])
  })

  it('is refused whatever byte of it is changed, and wherever it ends', async () => {
    const place = join(folder, 'damaged')
    await makeImages({ place }).images.save('store', start)
    const file = join(place, (await readdir(place))[0]!)
    const bytes = await readFile(file)
    const opens = async (changed: Uint8Array) => {
      await writeFile(file, changed)
      return (await makeImages({ place }).images.open('store')) !== undefined
    }
    expect(await opens(bytes)).toBe(true)
    // Every byte of the head, and of the rest one out of seven.
    const places = [...bytes.keys()].filter((at) => at < 400 || at % 7 === 0)
    for (const at of places) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1 << (at % 8)
      if (await opens(changed)) expect.fail(`byte ${at} was changed`)
    }
    for (let length = 0; length < bytes.length; length += 97) {
      if (await opens(bytes.subarray(0, length))) expect.fail(`it ended at ${length}`)
    }
    expect(await opens(Buffer.concat([bytes, Buffer.alloc(16)]))).toBe(false)
    expect(await opens(Buffer.alloc(bytes.length))).toBe(false)
  })
})

async function restore(storeId: string, revision: number): Promise<void> {
  const sql = (text: string) => cluster.database.query(text, [storeId, revision])
  await sql(
    `update lockness.store_head set rev = $2, chain = (select chain from lockness.store_log where store_id = $1 and rev = $2)
     where store_id = $1`,
  )
  for (const table of ['store_log', 'audit'])
    await sql(`delete from lockness.${table} where store_id = $1 and rev > $2`)
  await sql('delete from lockness.tuple where store_id = $1 and since > $2')
}
