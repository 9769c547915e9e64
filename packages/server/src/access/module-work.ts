// Modules are composed and tested, and large models read, in a thread of their own: many thousand expectations of other
// people take their time, and so does half a megabyte of text; meanwhile this thread goes on to answer. What does not end
// by the deadline is ended.

import { Worker } from 'node:worker_threads'
import type { AuthorizationModel } from '@lockness/authz'
import type { Deadline } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Composition, ModuleContent, TestReport, WholeModel } from './module.ts'

export interface ModuleTask {
  /** The last one is the one that was pushed: it is told when a name is taken. */
  readonly modules: readonly ModuleContent[]
  readonly atMs: number
  /** Its tests are not asked for. */
  readonly isUntested?: true
}

/** A model that is written whole. */
export interface WholeTask {
  readonly whole: WholeModel
}

export interface Examined extends Pick<Composition, 'errors' | 'warnings'> {
  /** Of the modules in the order of their names. */
  readonly model: AuthorizationModel
  /** Absent when there are errors, or nobody asked. */
  readonly tests?: TestReport
}

export type ModuleDone = { readonly done: Examined } | { readonly failed: string }

/** A thread that nobody needs is ended; a team that tries things out meets the same one again. */
const IDLE_MS = 5_000

export class ModuleWork {
  private worker: Worker | undefined
  private idle: NodeJS.Timeout | undefined
  private last: Promise<unknown> = Promise.resolve()

  /** One after the other, so that pushes never take more than one core. */
  examine(task: ModuleTask | WholeTask, deadline: Deadline): Promise<Examined> {
    const mine = this.last.then(() => this.run(task, deadline))
    this.last = mine.catch(() => undefined)
    return mine
  }

  private async run(task: ModuleTask | WholeTask, deadline: Deadline): Promise<Examined> {
    const leftMs = deadline.remainingMs()
    if (leftMs <= 0) throw tooLate()
    clearTimeout(this.idle)
    const worker = (this.worker ??= this.begin())
    const { promise, resolve, reject } = Promise.withResolvers<ModuleDone>()
    const onError = (error: unknown) => reject(new AppError('unavailable', `the modules were not examined: ${error}`))
    const onExit = () => reject(new AppError('unavailable', 'the thread that examines modules ended'))
    const timer = setTimeout(() => {
      reject(tooLate())
      this.end(worker)
    }, leftMs)
    worker.once('message', resolve).once('error', onError).once('exit', onExit)
    try {
      worker.postMessage(task)
      const result = await promise
      if ('done' in result) return result.done
      throw new Error(result.failed)
    } finally {
      clearTimeout(timer)
      worker.off('message', resolve).off('error', onError).off('exit', onExit)
      this.idle = setTimeout(() => this.end(worker), IDLE_MS).unref()
    }
  }

  private begin(): Worker {
    const worker = new Worker(new URL('./module-worker.ts', import.meta.url))
    // Neither an idle thread nor one at work keeps a server that is ending.
    worker.unref()
    worker.on('error', () => this.forget(worker)).on('exit', () => this.forget(worker))
    return worker
  }

  private end(worker: Worker): void {
    this.forget(worker)
    void worker.terminate()
  }

  private forget(worker: Worker): void {
    if (this.worker === worker) this.worker = undefined
  }
}

function tooLate(): AppError {
  const message = 'the model was not read and tested by the deadline'
  return new AppError('limit_exceeded', message, { detail: { limit: 'deadlineMs' } })
}
