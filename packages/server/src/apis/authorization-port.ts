// What foreign wires ask of the server: actions, so that each says who may, goes through perform(), and is the same
// action that our own API performs. The access area provides them; a wire only translates.

import type {
  Answer,
  CheckQuestion,
  JsonObject,
  ListObjectsQuestion,
  ListSubjectsQuestion,
  Page,
  Paging,
  Tuple,
  Verdict,
} from '@lockness/authz'
import type { Question } from '../action.ts'

export interface Situation {
  readonly store: string
  /** Default: the newest. */
  readonly model?: string
  readonly contextualTuples?: readonly Tuple[]
  readonly context?: JsonObject
  readonly consistency?: 'minimize_latency' | 'full'
}

export type Asked<Q> = Situation & { readonly question: Q }

/** The questions of one call may bring different facts along; all are answered at one revision. */
export interface CheckManyInput {
  readonly store: string
  readonly model?: string
  readonly consistency?: 'minimize_latency' | 'full'
  /** What is found by it is not used by it. */
  readonly isSearch?: true
  readonly checks: readonly (Pick<Situation, 'contextualTuples' | 'context'> & { readonly question: CheckQuestion })[]
}

/** Throws `not_found` with `detail.what`: 'store', 'model', or 'latest_model' when the store has none. */
export interface AuthorizationPort {
  readonly check: Question<Asked<CheckQuestion>, Verdict>
  readonly checkMany: Question<CheckManyInput, readonly Verdict[]>
  readonly listObjects: Question<Asked<ListObjectsQuestion> & { readonly paging?: Paging }, Answer<Page>>
  readonly listSubjects: Question<Asked<ListSubjectsQuestion> & { readonly paging?: Paging }, Answer<Page>>
  /** The names of a type's relations; none when the model has no such type. */
  readonly relations: Question<Pick<Situation, 'store' | 'model'> & { readonly type: string }, readonly string[]>
}
