// Who writes on one node and asks on another. Each turn writes a tuple, then asks with the token of that write until it
// has the answer, then takes the tuple away and asks again: a yes and a no, each of which only a node that knows the
// write can give.

import { Connection, requestBytes, type Target } from './connection.ts'
import { quantile } from './measure.ts'
import { serveJobs } from './programs.ts'

export interface TailJob {
  readonly writer: Target
  readonly asker: Target
  readonly store: string
  /** Of the tuples, so that each run has its own. */
  readonly name: string
  readonly turns: number
}

export interface TailFigures {
  /** From the answer to the write to the answer of the check. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** From the write's first byte on. */
  readonly withWriteP50Ms: number
  readonly answers: number
}

serveJobs<TailJob>(async ({ writer, asker, store, name, turns }) => {
  const write = opened(writer)
  const ask = opened(asker)
  const took: number[] = []
  const whole: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const tuple = { object: `doc:${name}-${turn}`, relation: 'viewer', subject: 'user:someone' }
    for (const [field, expected] of [
      ['added', true],
      ['removed', false],
    ] as const) {
      const startedMs = performance.now()
      const { token } = await write.send(`/v1/stores/${store}/tuples`, { [field]: [tuple] })
      const writtenMs = performance.now()
      const consistency = { mode: 'at_least', token }
      const { allowed } = await ask.send(`/v1/stores/${store}/check`, { ...tuple, consistency })
      const endMs = performance.now()
      if (allowed !== expected) throw new Error(`wrong answer: ${JSON.stringify(tuple)} after ${field}: ${allowed}`)
      took.push(endMs - writtenMs)
      whole.push(endMs - startedMs)
    }
  }
  write.end()
  ask.end()
  took.sort((a, b) => a - b)
  whole.sort((a, b) => a - b)
  const figures: TailFigures = {
    p50Ms: quantile(took, 0.5),
    p99Ms: quantile(took, 0.99),
    withWriteP50Ms: quantile(whole, 0.5),
    answers: took.length,
  }
  return figures
})

interface Answer {
  readonly token?: string
  readonly allowed?: boolean
}

function opened(target: Target) {
  let answered: (body: string) => void = () => undefined
  let failed: (error: Error) => void = () => undefined
  const connection = new Connection(
    target,
    (body) => answered(body),
    (error) => failed(error),
  )
  return {
    async send(path: string, body: object): Promise<Answer> {
      const answer = new Promise<string>((resolve, reject) => {
        answered = resolve
        failed = reject
      })
      connection.send(requestBytes(target, path, JSON.stringify(body)))
      return JSON.parse(await answer) as Answer
    },
    end: () => connection.end(),
  }
}
