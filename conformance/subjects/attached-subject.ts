// The engine in another thread, attached to a graph that this thread shares with it. The caller waits for each answer,
// so that it looks like any other subject; the thread serves one world after the other and ends with the process.

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Graph } from '@lockness/authz'
import type { Subject, World } from './subject.ts'

export type Request =
  | { readonly ask: 'open'; readonly shared: unknown; readonly model: string }
  | { readonly ask: keyof Subject; readonly question: unknown; readonly given: unknown }

const ANSWER_WITHIN_MS = 60_000

export class AttachedThread {
  private readonly port: MessagePort
  private readonly worker: Worker
  private readonly signal = new Int32Array(new SharedArrayBuffer(4))

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    this.worker = new Worker(new URL('./attached-worker.ts', import.meta.url), {
      workerData: { port: port2, signal: this.signal },
      transferList: [port2],
    })
    this.worker.unref()
    this.port.unref()
  }

  open(graph: Graph, world: World): Subject {
    this.ask({ ask: 'open', shared: graph.share(), model: JSON.stringify(world.model) })
    const asking =
      <T>(ask: keyof Subject) =>
      (question: unknown, given: unknown) =>
        this.ask({ ask, question, given }) as T
    return {
      check: asking('check'),
      checkMany: asking('checkMany'),
      listObjects: asking('listObjects'),
      listSubjects: asking('listSubjects'),
      listRelations: asking('listRelations'),
      expand: asking('expand'),
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private ask(request: Request): unknown {
    Atomics.store(this.signal, 0, 0)
    this.port.postMessage(request)
    if (Atomics.wait(this.signal, 0, 0, ANSWER_WITHIN_MS) === 'timed-out')
      throw new Error('the attached thread does not answer')
    const { message } = receiveMessageOnPort(this.port)! as { message: { value?: unknown; thrown?: string } }
    if (message.thrown !== undefined) throw new Error(`in the attached thread: ${message.thrown}`)
    return message.value
  }
}
