// The thread of one task of graph-work.ts.

import { open, rename, rm } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type FrozenGraph, Graph, GraphBuilder } from '@lockness/authz'
import { AppError, assert } from '../errors.ts'
import type { GraphDone, GraphTask } from './graph-work.ts'

assert(parentPort, 'it runs in a thread of its own')
parentPort.postMessage(await perform(workerData as GraphTask))

async function perform(task: GraphTask): Promise<GraphDone> {
  try {
    if (task.task === 'build') return { done: await build(task) }
    if (task.task === 'open') {
      const opened = Graph.open(task.image)
      return { done: opened.ok ? opened.value.share() : undefined }
    }
    await write(task)
    return { done: undefined }
  } catch (error) {
    if (error instanceof AppError) return { failed: { code: error.code, message: error.message, shown: error.shown } }
    return { failed: { code: 'unavailable', message: String(error), shown: `the task \`${task.task}\` failed` } }
  }
}

async function build({
  connection,
  storeId,
  revision,
  hashSeed,
}: Extract<GraphTask, { task: 'build' }>): Promise<FrozenGraph> {
  // Loaded only where they are needed: the other tasks begin sooner without them.
  const [{ openDatabase }, { readTuplesInBulk }] = await Promise.all([
    import('../store/database.ts'),
    import('../store/bulk-read.ts'),
  ])
  const database = openDatabase({ connection, connectionsMax: 1, report: () => undefined })
  try {
    const builder = new GraphBuilder(hashSeed)
    for await (const tuples of readTuplesInBulk(database, storeId, revision)) {
      for (const tuple of tuples) builder.add(tuple)
    }
    return new Graph(builder.finish(revision), hashSeed).share()
  } finally {
    await database.close()
  }
}

/** Nothing is flushed: what a power cut leaves of it is found to be damaged. */
async function write({ file, head, graph }: Extract<GraphTask, { task: 'write' }>): Promise<void> {
  const unfinished = `${file}.${process.pid}.unfinished`
  try {
    const handle = await open(unfinished, 'w', 0o600)
    try {
      await handle.writeFile(head)
      for (const chunk of Graph.attach(graph).image()) await handle.writeFile(chunk)
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
