// What a question can come back with: yes, no, or an error that says why. An error is not a no: it never becomes
// the right side of a `but not`, and callers must not treat it as either answer.

import type { Limits } from './limits.ts'

export type Verdict =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no' }
  | { readonly answer: 'error'; readonly error: QuestionError }

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: QuestionError }

export type QuestionErrorCode =
  | 'invalid_object' // not `type:id`
  | 'invalid_subject' // not `type:id`, `type:*` or `type:id#relation`, or its type or relation is not in the model
  | 'unknown_type' // the object's, or the listed, type is not in the model
  | 'unknown_relation' // the type has no such relation
  | 'invalid_contextual_tuple' // a fact brought along that the model does not allow
  | 'missing_context' // a condition on the way needs parameters that nobody gave: `missing` names them
  | 'condition_failed' // a condition could not be computed: wrong type of value, overflow, cost
  | 'limit_exceeded' // `limit` names the bound
  | 'invalid_cursor' // not a cursor of this question
  | 'revision_unavailable' // the graph does not hold the revision any more, or not yet

export interface QuestionError {
  readonly code: QuestionErrorCode
  readonly message: string
  /** Sorted, without repeats. */
  readonly missing?: readonly string[]
  /** `conditionCostMax` is the bound of one evaluation of a condition; it is set where conditions are compiled. */
  readonly limit?: keyof Limits | 'conditionCostMax'
}

export const YES: Verdict = Object.freeze({ answer: 'yes' })
export const NO: Verdict = Object.freeze({ answer: 'no' })
