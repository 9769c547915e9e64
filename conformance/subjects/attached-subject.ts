// The engine in another thread, attached to a graph that this thread shares with it. The caller waits for each answer,
// so that it looks like any other subject; the thread serves one world after the other and ends with the process.

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Graph } from '@lockness/authz'
import type { Subject, World } from './subject.ts'

export type Request =
  | { readonly ask: 'open'; readonly shared: unknown; readonly model: string }
  | { readonly ask: keyof Subject; readonly question: unknown; readonly given: unknown }

export interface NumberedRequest {
  readonly number: number
  readonly request: Request
}

export interface NumberedAnswer {
  readonly number: number
  readonly value?: unknown
  readonly thrown?: string | undefined
}

const ANSWER_WITHIN_MS = 60_000

export class AttachedThread {
  private readonly port: MessagePort
  private readonly worker: Worker
  /** Counts the answers. */
  private readonly signal = new Int32Array(new SharedArrayBuffer(4))
  private asked = 0

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
    const number = ++this.asked
    this.port.postMessage({ number, request })
    for (;;) {
      const answer = this.receive()
      // An answer that came too late belongs to an earlier question.
      if (answer.number < number) continue
      if (answer.thrown !== undefined) throw new Error(`in the attached thread: ${answer.thrown}`)
      return answer.value
    }
  }

  private receive(): NumberedAnswer {
    for (;;) {
      const before = Atomics.load(this.signal, 0)
      const received = receiveMessageOnPort(this.port) as { message: NumberedAnswer } | undefined
      if (received) return received.message
      if (Atomics.wait(this.signal, 0, before, ANSWER_WITHIN_MS) === 'timed-out')
        throw new Error('the attached thread does not answer')
    }
  }
}
