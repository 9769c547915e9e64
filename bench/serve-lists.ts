// How fast are complete lists over HTTP, and who waits beside them? A list must be found and its names be copied out,
// which are loops over plain arrays (harness/floors.ts), and its bytes must go through a socket: the floor is the three
// of them one after the other. The first byte comes when the first slice is there. While a long list streams, checks of
// others take turns with its slices of a millisecond.
//
// Sketch for 10,000: 0.5 ms found and copied, 0.4 ms through the socket. For 1 M: 50 ms and 30 ms; the first byte after
// a millisecond or two, since a union says nothing before it knows that there is no error: 5 % of the whole.

import { setTimeout as pause } from 'node:timers/promises'
import { emitFloor, walkFloor } from './harness/floors.ts'
import { call, type Installation, loadStore, type Node } from './harness/installation.ts'
import { LoadClient } from './harness/load.ts'
import { measure, medianOf, WrongAnswer } from './harness/measure.ts'
import { type Program, SERVER_CORE, startProgram } from './harness/programs.ts'
import { type Run, scaled } from './harness/run.ts'
import { type ListOf, type ListsWorld, makeListsWorld } from './workload/lists.ts'
import { objectName } from './workload/world.ts'

const SIZES = [10_000, 1_000_000]
const BESIDE_MS = 1_500
const TRIES_MAX = 60
const NDJSON = 'application/x-ndjson'
/** `"doc:` and 36 characters, and `"` and a line feed. */
const ID_CHARS = 36

export async function serveLists(run: Run, client: LoadClient, installation: Installation): Promise<void> {
  const sizes = [...new Set(SIZES.map((size) => scaled(size, run.scale)))]
  const world = makeListsWorld(sizes)
  const node = await installation.start({ core: SERVER_CORE })
  const echo = await startProgram('echo.ts', ['bare'], { core: SERVER_CORE })
  try {
    const { store } = await loadStore(node, world)
    const lists = world.lists.filter(({ operator }) => operator === 'union')
    for (const list of lists) await measureList(run, client, node, echo, store, world, list)
    await measureBeside(run, client, node, store, world, lists.at(-1)!)
  } finally {
    await Promise.all([node.stop(), echo.stop()])
  }
}

async function measureList(
  { report, rounds }: Run,
  client: LoadClient,
  node: Node,
  echo: Program,
  store: string,
  world: ListsWorld,
  list: ListOf,
): Promise<void> {
  const size = list.docs.length
  const repeats = Math.ceil(100_000 / size)
  const walk = walkFloor(size, world.docs, repeats)
  const emit = emitFloor(size, ID_CHARS, 'doc', repeats)
  await verifyList(node, store, world, list)
  const wholes: number[] = []
  const firsts: number[] = []
  const sockets: number[] = []
  for (let round = -1; round < rounds; round++) {
    const { firstMs, wholeMs, bytes } = await streamList(client, node, store, world, list)
    const floor = await client.stream({ target: echo, method: 'GET', path: `/bytes/${bytes}` })
    if (floor.bytes !== bytes) throw new WrongAnswer(`the echo gave ${floor.bytes} of ${bytes} bytes`)
    if (round < 0) continue
    wholes.push(wholeMs)
    firsts.push(firstMs / wholeMs)
    sockets.push(floor.wholeMs)
  }
  const timings = measure([walk, emit], { rounds })
  const workMs = ((timings.get(walk.name)!.median + timings.get(emit.name)!.median) * size) / 1e6
  const name = `list of ${size.toLocaleString('en-US')}`
  const checked = size * (rounds + 2)
  const add = (metric: string, value: number, unit: string, floor: number | null) =>
    report.add({ workload: 'serve', metric: `${name}${metric}`, value, unit, floor, checked })
  add('', medianOf(wholes), 'ms', workMs + medianOf(sockets))
  add(', first byte of the whole', medianOf(firsts), '×', null)
}

async function streamList(client: LoadClient, node: Node, store: string, world: ListsWorld, list: ListOf) {
  const figures = await client.stream({ target: node, ...requestFor(store, world, list) })
  const { end } = JSON.parse(figures.lastLine) as { readonly end?: { readonly count: number } }
  if (figures.lines !== list.docs.length + 1 || end?.count !== list.docs.length)
    throw new WrongAnswer(
      `a list of ${list.docs.length} came in ${figures.lines} lines, ending with ${figures.lastLine}`,
    )
  return figures
}

function requestFor(store: string, world: ListsWorld, { person, operator }: ListOf) {
  const body = JSON.stringify({ subject: objectName(world, 'user', person), relation: operator, type: 'doc' })
  return { method: 'POST', path: `/v1/stores/${store}/list-objects`, body, accept: NDJSON } as const
}

/** Every name, once. */
async function verifyList(node: Node, store: string, world: ListsWorld, list: ListOf): Promise<void> {
  const { path, body, accept } = requestFor(store, world, list)
  const headers = { authorization: `Bearer ${node.key}`, 'content-type': 'application/json', accept }
  let response = await fetch(`${node.url}${path}`, { method: 'POST', headers, body })
  // A machine that is busy with others makes the server say so.
  for (let tries = 1; response.headers.has('retry-after') && tries < TRIES_MAX; tries++) {
    await pause(1_000)
    response = await fetch(`${node.url}${path}`, { method: 'POST', headers, body })
  }
  const lines = (await response.text()).trimEnd().split('\n').slice(0, -1)
  const wanted = new Set(Array.from(list.docs, (doc) => objectName(world, 'doc', doc)))
  const found = new Set(lines.map((line) => JSON.parse(line) as unknown))
  if (found.size !== wanted.size || lines.length !== wanted.size || ![...wanted].every((name) => found.has(name)))
    throw new WrongAnswer(`a list of ${wanted.size} names was expected, received ${lines.length}, or others`)
}

async function measureBeside(
  { report, rounds }: Run,
  client: LoadClient,
  node: Node,
  store: string,
  world: ListsWorld,
  list: ListOf,
): Promise<void> {
  const object = objectName(world, 'doc', list.docs[0]!)
  const question = { subject: objectName(world, 'user', list.person), relation: list.operator, object }
  const { allowed } = await call<{ readonly allowed: boolean }>(node, `/v1/stores/${store}/check`, question)
  if (allowed !== true) throw new WrongAnswer(`${JSON.stringify(question)}: ${allowed}`)
  const ask = { path: `/v1/stores/${store}/check`, body: JSON.stringify(question), yeses: 1 }
  await client.deck('beside', node, [ask])
  const lister = new LoadClient({ isBeside: true })
  try {
    const alone: number[] = []
    const beside: number[] = []
    let checked = 0
    for (let round = -1; round < rounds; round++) {
      const quiet = await client.load('beside', 1, BESIDE_MS)
      let isOver = false
      const listing = (async () => {
        while (!isOver) await streamList(lister, node, store, world, list)
      })()
      const busy = await client.load('beside', 1, BESIDE_MS)
      isOver = true
      await listing
      checked += quiet.count + busy.count
      if (round < 0) continue
      alone.push(quiet.p99Ms)
      beside.push(busy.p99Ms)
    }
    const metric = `check beside lists of ${list.docs.length.toLocaleString('en-US')}, p99`
    report.add({ workload: 'serve', metric, value: medianOf(beside), unit: 'ms', floor: medianOf(alone), checked })
  } finally {
    await lister.stop()
  }
}
