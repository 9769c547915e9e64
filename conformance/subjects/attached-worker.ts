// The thread behind `attached-subject.ts`: it attaches to a graph that another thread shares, and answers on it.

import { type MessagePort, workerData } from 'node:worker_threads'
import * as authz from '@lockness/authz'
import * as language from '@lockness/language'
import type { NumberedAnswer, NumberedRequest, Request } from './attached-subject.ts'
import { openEngine } from './configurations.ts'
import { engineSubject } from './engine-subject.ts'
import type { Subject } from './subject.ts'

const { port, signal } = workerData as { readonly port: MessagePort; readonly signal: Int32Array }
let subject: Subject | undefined

port.on('message', ({ number, request }: NumberedRequest) => {
  port.postMessage({ number, ...answer(request) } satisfies NumberedAnswer)
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
})

function answer(request: Request): Omit<NumberedAnswer, 'number'> {
  try {
    if (request.ask === 'open') {
      const graph = authz.Graph.attach(request.shared as Parameters<typeof authz.Graph.attach>[0])
      const model = JSON.parse(request.model)
      subject = engineSubject(openEngine({ authz, language }, graph, { model, tuples: [] }))
      return { value: undefined }
    }
    const ask = subject![request.ask] as (question: unknown, given: unknown) => unknown
    return { value: ask(request.question, request.given) }
  } catch (error) {
    return { thrown: error instanceof Error ? error.stack : String(error) }
  }
}
