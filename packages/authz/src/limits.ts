// Every bound of a question, in one place. A bound that is hit is an error that names it; it is never an answer.

export interface Limits {
  /** Edges followed and nodes entered by one question. */
  readonly stepsMax: number
  /**
   * Edges followed one after the other. What lies deeper is not looked at, and a question that depends on it is an error.
   * What is known without going there counts: a way that is shorter, the groups that were found from the subject's side,
   * or what a question before this one in the same batch has found.
   */
  readonly depthMax: number
  /** Entries of one list, over all its pages. */
  readonly resultsMax: number
  /** Milliseconds by the clock given with the question; without a clock there is no deadline. */
  readonly deadlineMs: number
  /** Facts that a question may bring along. */
  readonly contextualTuplesMax: number
}

export const DEFAULT_LIMITS: Limits = {
  stepsMax: 50_000_000,
  depthMax: 100_000,
  resultsMax: 10_000_000,
  deadlineMs: 3_000,
  contextualTuplesMax: 100,
}

/** Work units of one evaluation of a condition, counted as OpenFGA's evaluator counts them. */
export const CONDITION_COST_MAX = 100
export const CONDITION_EXPRESSION_BYTES_MAX = 512
export const CONDITIONS_PER_MODEL_MAX = 100
export const CONDITION_PARAMETERS_MAX = 25
export const TYPES_PER_MODEL_MAX = 1_000
export const MODEL_BYTES_MAX = 1_048_576
export const CONDITION_CONTEXT_BYTES_MAX = 32_768

/** Steps of one explanation; a longer one says that it is not complete. */
export const EXPLANATION_STEPS_MAX = 10_000

/** Of an id, as JavaScript counts: what the graph stores at all. An API may allow less. */
export const ID_CHARACTERS_MAX = 512
