// Why. It reads the states that the exact evaluator settled: for a yes, the steps of one proof; for anything else,
// every branch and what stopped it. Steps are a flat list that name each other by number, so an explanation can be
// ten thousand levels deep, and what two branches share is said once.

import type { Bound } from '../engine.ts'
import { EXPLANATION_STEPS_MAX } from '../limits.ts'
import type { CheckQuestion, Given } from '../question.ts'

import { type Answer, NO as VERDICT_NO, YES as VERDICT_YES, type Verdict } from '../verdict.ts'
import { limitError, troubleError } from './asking.ts'
import { type ExplainStep, Narrator } from './narrate.ts'
import { beginAsking, formOf, objectNode, resolvePlace, resolveSubject, subjectNode } from './resolve.ts'
import { ERROR, Solver, YES } from './solve.ts'

export interface Explanation {
  readonly verdict: Verdict
  readonly revision: number
  readonly at: number
  /** Step 0 is the question. */
  readonly steps: readonly ExplainStep[]
  /** False when there was more to say than an explanation may hold. */
  readonly complete: boolean
}

export function explain(bound: Bound, question: CheckQuestion, given: Given): Answer<Explanation> {
  const { model, graph, size } = bound
  const begun = beginAsking(model, graph, given)
  if (!begun.ok) return begun
  const asking = begun.value
  const place = resolvePlace(model, question.object, question.relation)
  if (!place.ok) return place
  const resolved = resolveSubject(model, question.subject)
  if (!resolved.ok) return resolved
  const plan = bound.planFor(resolved.value.type, formOf(resolved.value))
  const { type, id, node: source } = place.value
  const { revision } = asking.view
  const node = plan.nodes[source.id]
  if (!node) {
    const reason = `no ${formText(question.subject)} can have it: the model has no path`
    const step: ExplainStep = {
      rule: 'relation',
      object: question.object,
      relation: question.relation,
      result: 'no',
      reason,
      children: [],
    }
    return { ok: true, value: { verdict: VERDICT_NO, revision, at: asking.at, steps: [step], complete: true } }
  }
  const object = objectNode(asking.view, graph.registerType(type), id)
  const subject = subjectNode(asking.view, plan.subjectType, resolved.value, place.value)
  const solver = new Solver(asking, subject, size.nodes, size.operators)
  const value = solver.solve(node, object)
  if (value === undefined) return { ok: false, error: limitError(asking.limit!, asking.limits) }
  const narrator = new Narrator(
    bound,
    asking,
    solver,
    { question, subject, objectId: id, object },
    EXPLANATION_STEPS_MAX,
  )
  const steps = narrator.tell(node, object)
  const verdict: Verdict =
    value === ERROR
      ? { answer: 'error', error: troubleError(solver.troubles()) }
      : value === YES
        ? VERDICT_YES
        : VERDICT_NO
  return { ok: true, value: { verdict, revision, at: asking.at, steps, complete: narrator.complete } }
}

function formText(subject: string): string {
  return `\`${subject.slice(0, subject.indexOf(':'))}\``
}
