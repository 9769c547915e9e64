// The questions one can ask, and what is given with them. Time, context and clock are arguments: the same question
// at the same revision has the same answer for ever.

import type { Limits } from './limits.ts'
import type { JsonObject, Tuple } from './tuple.ts'

/** What holds for the time of one question. */
export interface Given {
  /** Milliseconds since 1970: the instant at which expiry is judged. */
  readonly at: number
  /** Default: the graph's newest revision. */
  readonly revision?: number
  /** Facts that hold for this question only. One with the key of a stored tuple takes its place. */
  readonly contextualTuples?: readonly Tuple[]
  /** Parameters of conditions. A tuple's own context goes before. */
  readonly context?: JsonObject
  readonly limits?: Partial<Limits>
  /** Milliseconds, ever growing; measures `deadlineMs`. */
  readonly clock?: () => number
}

export interface CheckQuestion {
  readonly subject: string
  readonly relation: string
  readonly object: string
}

export interface ListObjectsQuestion {
  readonly subject: string
  readonly relation: string
  /** The type of the objects wanted. */
  readonly type: string
}

export interface ListSubjectsQuestion {
  readonly object: string
  readonly relation: string
  /** `{type: 'user'}` lists users and perhaps `user:*`; `{type: 'group', relation: 'member'}` lists usersets. */
  readonly filter: { readonly type: string; readonly relation?: string }
}

export interface ListRelationsQuestion {
  readonly subject: string
  readonly object: string
  /** Default: all of the object's type, in the model's order. */
  readonly relations?: readonly string[]
}

export interface ExpandQuestion {
  readonly object: string
  readonly relation: string
}

export interface Paging {
  /** Default: everything in one page. */
  readonly pageSize?: number
  readonly cursor?: string
}

/** A page of a list, in the graph's order, without repeats. `cursor` is absent on the last one. */
export interface Page {
  readonly items: readonly string[]
  readonly revision: number
  readonly cursor?: string
}
