// Questions as cases of a measurement: first every answer is compared with the expected one, then the same questions are
// asked round after round and the number of yeses must stay what it was. They are asked in two ways: with names as text,
// as a caller has them, and prepared, with the names looked up before, which leaves the graph alone.

import type { CheckQuestion, Engine, Given, PreparedCheck, Verdict } from '@lockness/authz'
import { type Case, WrongAnswer } from './measure.ts'

export interface Expected {
  readonly question: CheckQuestion
  readonly expected: boolean
}

/** Compares all answers, asked as text, prepared, and all in one batch; gives the number of comparisons. */
export function verify(engine: Engine, asked: readonly Expected[], given: Given): number {
  const prepared = prepareAll(engine, asked)
  const inBatch = engine.checkMany(
    asked.map(({ question }) => question),
    given,
  )
  for (const [index, { question, expected }] of asked.entries()) {
    expectAnswer(question, expected, engine.check(question, given))
    expectAnswer(question, expected, engine.checkPrepared(prepared[index]!, given))
    expectAnswer(question, expected, inBatch[index]!)
  }
  return 3 * asked.length
}

export function expectAnswer(question: CheckQuestion, expected: boolean, verdict: Verdict): void {
  const wanted = expected ? 'yes' : 'no'
  if (verdict.answer === wanted) return
  const { subject, relation, object } = question
  const received = verdict.answer === 'error' ? verdict.error.message : verdict.answer
  throw new WrongAnswer(`\`${subject} ${relation} ${object}\`: expected \`${wanted}\`, received \`${received}\``)
}

export function prepareAll(engine: Engine, asked: readonly Expected[]): PreparedCheck[] {
  return asked.map(({ question }) => {
    const prepared = engine.prepare(question)
    if (!prepared.ok) throw new WrongAnswer(prepared.error.message)
    return prepared.value
  })
}

export function textCase(name: string, engine: Engine, asked: readonly Expected[], given: Given, repeats = 1): Case {
  const questions = asked.map(({ question }) => question)
  return {
    name,
    operations: questions.length * repeats,
    expected: yeses(asked) * repeats,
    run() {
      let count = 0
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const question of questions) if (engine.check(question, given).answer === 'yes') count++
      }
      return count
    },
  }
}

export function preparedCase(
  name: string,
  engine: Engine,
  asked: readonly Expected[],
  given: Given,
  repeats = 1,
): Case {
  const questions = prepareAll(engine, asked)
  return {
    name,
    operations: questions.length * repeats,
    expected: yeses(asked) * repeats,
    run() {
      let count = 0
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const question of questions) if (engine.checkPrepared(question, given).answer === 'yes') count++
      }
      return count
    },
  }
}

/** Operations are checks, so that the figure compares with single ones. */
export function batchCase(name: string, engine: Engine, batches: readonly (readonly Expected[])[], given: Given): Case {
  const questions = batches.map((batch) => prepareAll(engine, batch))
  return {
    name,
    operations: batches.reduce((sum, batch) => sum + batch.length, 0),
    expected: batches.reduce((sum, batch) => sum + yeses(batch), 0),
    run() {
      let count = 0
      for (const batch of questions) {
        for (const { answer } of engine.checkManyPrepared(batch, given)) if (answer === 'yes') count++
      }
      return count
    },
  }
}

export function textBatchCase(
  name: string,
  engine: Engine,
  batches: readonly (readonly Expected[])[],
  given: Given,
): Case {
  const questions = batches.map((batch) => batch.map(({ question }) => question))
  return {
    name,
    operations: batches.reduce((sum, batch) => sum + batch.length, 0),
    expected: batches.reduce((sum, batch) => sum + yeses(batch), 0),
    run() {
      let count = 0
      for (const batch of questions)
        for (const { answer } of engine.checkMany(batch, given)) if (answer === 'yes') count++
      return count
    },
  }
}

function yeses(asked: readonly Expected[]): number {
  return asked.reduce((sum, { expected }) => sum + (expected ? 1 : 0), 0)
}
