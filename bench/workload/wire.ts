// Questions as bodies of HTTP, for the two wires that are measured, and what their answers say. Every body is complete:
// nothing is left to the client but to send it.

import type { Expected } from '../harness/asking.ts'
import type { Ask } from '../harness/load-client.ts'
import { WrongAnswer } from '../harness/measure.ts'

export interface Wire {
  readonly name: string
  check(store: string, asked: Expected): Ask
  batch(store: string, asked: readonly Expected[]): Ask
  /** The yeses and noes of an answer to a batch, in the order of its questions. */
  answersOf(body: string, count: number): readonly unknown[]
}

export const NATIVE: Wire = {
  name: 'native',
  check: (store, asked) => ({
    path: `/v1/stores/${store}/check`,
    body: JSON.stringify(asked.question),
    yeses: yeses([asked]),
  }),
  batch: (store, asked) => ({
    path: `/v1/stores/${store}/check-many`,
    body: JSON.stringify({ checks: asked.map(({ question }) => question) }),
    yeses: yeses(asked),
  }),
  answersOf(body) {
    const { results } = JSON.parse(body) as { readonly results: readonly { readonly allowed?: boolean }[] }
    return results.map(({ allowed }) => allowed)
  },
}

export const OPENFGA: Wire = {
  name: 'OpenFGA',
  check: (store, asked) => ({
    path: `/stores/${store}/check`,
    body: JSON.stringify({ tuple_key: keyOf(asked) }),
    yeses: yeses([asked]),
  }),
  batch: (store, asked) => ({
    path: `/stores/${store}/batch-check`,
    body: JSON.stringify({
      checks: asked.map((each, at) => ({ tuple_key: keyOf(each), correlation_id: `c${at}` })),
    }),
    yeses: yeses(asked),
  }),
  answersOf(body, count) {
    const { result } = JSON.parse(body) as { readonly result: Readonly<Record<string, { readonly allowed?: boolean }>> }
    return Array.from({ length: count }, (_, at) => result[`c${at}`]?.allowed)
  },
}

export function verifyChecks(asked: readonly Expected[], bodies: readonly string[]): number {
  for (const [at, { question, expected }] of asked.entries()) {
    const { allowed } = JSON.parse(bodies[at] ?? '{}') as { readonly allowed?: boolean }
    if (allowed !== expected) throw new WrongAnswer(`${JSON.stringify(question)}: ${bodies[at]}, expected ${expected}`)
  }
  return asked.length
}

export function verifyBatches(
  wire: Wire,
  batches: readonly (readonly Expected[])[],
  bodies: readonly string[],
): number {
  for (const [at, batch] of batches.entries()) {
    const answers = wire.answersOf(bodies[at] ?? '{}', batch.length)
    const wrong = batch.find(({ expected }, index) => answers[index] !== expected)
    if (wrong || answers.length !== batch.length)
      throw new WrongAnswer(`${JSON.stringify(wrong)} in a batch: ${bodies[at]}`)
  }
  return batches.reduce((sum, batch) => sum + batch.length, 0)
}

export function yeses(asked: readonly Expected[]): number {
  return asked.filter(({ expected }) => expected).length
}

function keyOf({ question: { subject, relation, object } }: Expected) {
  return { user: subject, relation, object }
}
