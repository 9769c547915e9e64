// F12: the image from which a node starts is damaged: flipped bits, missing ends, another file's bytes, an image of another
// time. A node that starts on it says so or does not need it, and answers as the database has it. Each flip is also shown
// to the graph itself, which has to refuse it.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Graph } from '@lockness/authz'
import { startServer } from '@lockness/server'
import type { Chance } from '../generate/chance.ts'
import type { Fault, Run } from './cell.ts'
import { send } from './client.ts'
import { ROOT_KEY } from './nodes.ts'
import { makeFolder, startPostgres } from './postgres.ts'
import { openProxy } from './proxy.ts'
import { must } from './world.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
/** A smaller graph is not kept as an image. */
const TUPLES = 24_000
const TUPLES_PER_WRITE = 8_000
const FLIPS = 2_000
const FLIPS_SHORT = 200
const STARTS_SHORT = 2
/** The first ones are the ones that are most unlike each other. */
const KINDS = 8
const PREAMBLE_BYTES = 48
const ALIGNMENT = 16

export const IMAGE_DAMAGE: Fault = {
  name: 'F12',
  says: 'the image of a graph is damaged',
  async run(run) {
    const { folder, remove } = await makeFolder()
    const postgres = await startPostgres(folder)
    const proxy = await openProxy(postgres.socket)
    try {
      const images = join(folder, 'images')
      await mkdir(images)
      const node: Node = {
        databaseUrl: `postgresql://lockness@127.0.0.1:${proxy.port}/postgres`,
        imageFolder: images,
        told: [],
      }
      const store = await fill(node)
      const file = join(images, await onlyFile(images))
      const whole = await readFile(file)
      flipGraph(whole, run)
      const damages = damagesOf(whole, run.chance)
      const end = performance.now() + run.seconds * 1_000
      for (let at = 0; run.isShort ? at < STARTS_SHORT : at < KINDS || performance.now() < end; at++) {
        const [name, bytes] = damages[at] ?? [
          'a flipped bit',
          flipped(whole, run.chance.below(whole.length), run.chance.below(8)),
        ]
        await writeFile(file, bytes)
        await startOn(node, { store, name }, run)
      }
    } finally {
      await proxy.close()
      await postgres.stop()
      remove()
    }
  },
}

interface Node {
  readonly databaseUrl: string
  readonly imageFolder: string
  readonly told: string[]
}

/** A store that is large enough, and the image that a node leaves of it when it ends. */
async function fill(node: Node): Promise<string> {
  const server = await start(node)
  const store = String((await must(server.url, 'POST', '/v1/stores', { name: 'images' })).id)
  await must(server.url, 'POST', `/v1/stores/${store}/models`, { text: MODEL })
  for (let from = 0; from < TUPLES; from += TUPLES_PER_WRITE) {
    const added = Array.from({ length: TUPLES_PER_WRITE }, (_, i) => tupleOf(from + i))
    await must(server.url, 'POST', `/v1/stores/${store}/tuples`, { added })
  }
  await must(server.url, 'POST', `/v1/stores/${store}/check`, { ...tupleOf(0), consistency: { mode: 'full' } })
  await server.close()
  return store
}

function tupleOf(i: number) {
  return { object: `doc:d${i}`, relation: 'viewer', subject: `user:u${i % 1_000}` }
}

async function onlyFile(folder: string): Promise<string> {
  const names = await readdir(folder)
  if (names.length !== 1) throw new Error(`expected one image, found ${names.length}`)
  return names[0]!
}

function start({ databaseUrl, imageFolder, told }: Node) {
  const place = { databaseUrl }
  const report = (message: string) => told.push(message)
  return startServer({ place, imageFolder, host: '127.0.0.1', port: 0, rootKey: ROOT_KEY, report })
}

/** The part of the file that is the graph: every flip of one bit, anywhere, is noticed. */
function flipGraph(whole: Buffer, { chance, isShort, tally, note }: Run): void {
  const end = Math.ceil((PREAMBLE_BYTES + whole.readUInt32LE(8)) / ALIGNMENT) * ALIGNMENT
  const graph = whole.subarray(end)
  tally.expect(Graph.open(graph).ok, 'F12 the whole image is one', () => 'it is refused as it is')
  for (let i = 0; i < (isShort ? FLIPS_SHORT : FLIPS); i++) {
    const [at, bit] = [chance.below(graph.length), chance.below(8)]
    tally.expect(!Graph.open(flipped(graph, at, bit)).ok, 'F12 a flip is noticed', () => `bit ${bit} of byte ${at}`)
  }
  note('flips', isShort ? FLIPS_SHORT : FLIPS)
}

/** Every kind, so that a long run has each at least once. */
function damagesOf(whole: Buffer, chance: Chance): (readonly [name: string, bytes: Buffer])[] {
  const garbage = Buffer.from(Array.from({ length: 4_096 }, () => chance.below(256)))
  return [
    ['a flip in its middle', flipped(whole, whole.length >> 1, 3)],
    ['a missing end', whole.subarray(0, whole.length - 4_096)],
    ['a flip in its label', flipped(whole, PREAMBLE_BYTES + 20, 0)],
    ['nothing at all', Buffer.alloc(0)],
    ['a beginning only', whole.subarray(0, 40)],
    ['zeros', Buffer.alloc(whole.length)],
    ['garbage', garbage],
    ['something after it', Buffer.concat([whole, garbage])],
    ...Array.from(
      { length: PREAMBLE_BYTES },
      (_, at) => [`a flip in byte ${at}`, flipped(whole, at, chance.below(8))] as const,
    ),
    ...Array.from(
      { length: Math.floor(whole.length / 65_536) },
      (_, at) => [`cut at ${at * 65_536}`, whole.subarray(0, at * 65_536)] as const,
    ),
  ]
}

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = copy[at]! ^ (1 << bit)
  return copy
}

/** A node that finds this image: it throws it away, and answers as the database has it. */
async function startOn(node: Node, damaged: { store: string; name: string }, run: Run): Promise<void> {
  const { chance, tally, note } = run
  const { store, name } = damaged
  node.told.length = 0
  const server = await start(node)
  try {
    for (let i = 0; i < 10; i++) {
      const at = chance.below(TUPLES)
      const isTrue = chance.happens(0.5)
      const question = isTrue ? tupleOf(at) : { ...tupleOf(at), subject: `user:u${(at + 1) % 1_000}` }
      const { status, body } = await send(server.url, 'POST', `/v1/stores/${store}/check`, question)
      tally.expect(
        status === 200 && body.allowed === isTrue,
        `F12 I5 ${name}`,
        () => `${status} ${JSON.stringify(body)}`,
      )
    }
    const isTold = node.told.some((message) => message.includes('is thrown away'))
    tally.expect(isTold, `F12 ${name} is noticed`, () => node.told.join('\n').slice(-1_000))
    note('starts on a damaged image', 1)
  } finally {
    await server.close()
  }
}
