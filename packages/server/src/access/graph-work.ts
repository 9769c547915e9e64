// What would keep this thread from answering for too long is done by another one that lives no longer than its task: to
// build a large graph, to prove that an image is whole, to write one. The result comes back in shared memory.

import { Worker } from 'node:worker_threads'
import type { FrozenGraph } from '@lockness/authz'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Connection } from '../store/database.ts'

export interface GraphWork {
  /** All tuples of a revision that the database has. */
  build(storeId: string, revision: number, hashSeed: number): Promise<FrozenGraph>
  /** The graph of an image in shared memory; undefined when that is damaged. */
  open(image: Uint8Array): Promise<FrozenGraph | undefined>
  /** Replaces the file by the head and the graph's image, all of it or not at all. */
  write(file: string, head: Uint8Array, graph: FrozenGraph): Promise<void>
}

export type GraphTask =
  | {
      readonly task: 'build'
      readonly connection: Connection
      readonly storeId: string
      readonly revision: number
      readonly hashSeed: number
    }
  | { readonly task: 'open'; readonly image: Uint8Array }
  | { readonly task: 'write'; readonly file: string; readonly head: Uint8Array; readonly graph: FrozenGraph }

export type GraphDone =
  | { readonly done: FrozenGraph | undefined }
  | { readonly failed: { readonly code: ErrorCode; readonly message: string; readonly shown: string } }

const THREADS_MAX = 2

export function createGraphWork(connection: Connection): GraphWork {
  const free = Array.from({ length: THREADS_MAX }, () => Promise.resolve<unknown>(undefined))

  /** The threads take turns; who comes later waits for the one before. */
  async function inTurn(task: GraphTask): Promise<FrozenGraph | undefined> {
    const before = free.shift()!
    const mine = before.then(() => runTask(task))
    free.push(mine.catch(() => undefined))
    return mine
  }

  return {
    async build(storeId, revision, hashSeed) {
      const graph = await inTurn({ task: 'build', connection, storeId, revision, hashSeed })
      if (!graph) throw new AppError('unavailable', `the graph of \`${storeId}\` was not built`)
      return graph
    },
    open: (image) => inTurn({ task: 'open', image }),
    async write(file, head, graph) {
      await inTurn({ task: 'write', file, head, graph })
    },
  }
}

function runTask(task: GraphTask): Promise<FrozenGraph | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FrozenGraph | undefined>()
  const worker = new Worker(new URL('./graph-worker.ts', import.meta.url), { workerData: task })
  worker.once('message', (result: GraphDone) => {
    if ('done' in result) resolve(result.done)
    else {
      const { code, message, shown } = result.failed
      reject(new AppError(code, message, { shown }))
    }
  })
  worker.once('error', (error) => reject(new AppError('unavailable', `the task \`${task.task}\` failed: ${error}`)))
  worker.once('exit', () => reject(new AppError('unavailable', `the task \`${task.task}\` ended without a result`)))
  return promise
}
