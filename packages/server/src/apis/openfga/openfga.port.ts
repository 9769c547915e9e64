// What OpenFGA's API needs besides questions, again as actions that the access area provides. Reasons that the wire must
// tell apart travel in `AppError.detail.reason`.

import type {
  Answer,
  AuthorizationModel,
  ExpandNode,
  ExpandQuestion,
  JsonObject,
  ListObjectsQuestion,
  StreamEnd,
  Tuple,
} from '@lockness/authz'
import type { Command, Job, Question } from '../../action.ts'
import type { Asked, AuthorizationPort } from '../authorization-port.ts'

/** Lines of names in JSON, some at a time, and how it ended. */
export type ObjectStream = Generator<Uint8Array, StreamEnd> | AsyncGenerator<Uint8Array, StreamEnd>

export interface StoreRecord {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface ModelRecord {
  readonly id: string
  readonly model: AuthorizationModel
}

export interface ListInput {
  readonly pageSize: number
  /** Of the page before; a wrong one is `invalid_input` with `detail.parameter` 'cursor'. */
  readonly cursor?: string
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly cursor?: string
}

export interface WriteInput {
  readonly store: string
  /** Against which the tuples are checked; default: the newest. */
  readonly model?: string
  /** Applied before what is added. */
  readonly removed: readonly Tuple[]
  readonly added: readonly Tuple[]
  /** A tuple that is there already, with the same condition and context, is passed over. */
  readonly ignoreExisting: boolean
  readonly ignoreAbsent: boolean
}

export type TupleFilter = {
  /** `type:` stands for every object of the type. */
  readonly object: string
  readonly relation?: string
  readonly subject?: string
}

export interface StoredTuple {
  readonly tuple: Tuple
  readonly at: Date
}

export interface TupleChange extends StoredTuple {
  readonly operation: 'write' | 'delete'
}

export interface Assertion {
  readonly question: { readonly object: string; readonly relation: string; readonly subject: string }
  readonly expectation: boolean
  readonly contextualTuples: readonly Tuple[]
  readonly context?: JsonObject
}

type InModel = { readonly store: string; readonly model: string }
type InStore = { readonly store: string }

/**
 * `detail.reason`: of `invalid_input` 'invalid_model' and 'invalid_tuple'; of `conflict` 'tuple_exists', 'tuple_absent'
 * and 'tuple_differs' (there, under another condition, and it was to be passed over if the same).
 */
export interface OpenFgaPort extends AuthorizationPort {
  readonly expand: Question<Asked<ExpandQuestion>, Answer<ExpandNode>>
  /** A line for each object, as a JSON string; between two chunks others may work, and some chunks are empty. */
  readonly streamObjects: Question<Asked<ListObjectsQuestion>, ObjectStream>
  readonly createStore: Command<{ readonly name: string }, StoreRecord>
  readonly listStores: Question<ListInput & { readonly name?: string }, Listed<StoreRecord>>
  readonly getStore: Question<InStore, StoreRecord>
  readonly deleteStore: Command<InStore, void>
  /** Validated by the language; the newest from then on. */
  readonly writeModel: Job<InStore & { readonly definition: AuthorizationModel }, string>
  readonly getModel: Question<InModel, ModelRecord>
  /** The newest first. */
  readonly listModels: Question<InStore & ListInput, Listed<ModelRecord>>
  readonly write: Job<WriteInput, void>
  readonly read: Question<InStore & ListInput & { readonly filter?: TupleFilter }, Listed<StoredTuple>>
  /**
   * In order. Always with a cursor when there are items, also on the last page: more may come. Without items, but with a
   * cursor, it was given up before the end: that is where to go on.
   */
  readonly changes: Question<
    InStore & ListInput & { readonly type?: string; readonly since?: Date },
    Listed<TupleChange>
  >
  readonly readAssertions: Question<InModel, readonly Assertion[]>
  readonly writeAssertions: Command<InModel & { readonly assertions: readonly Assertion[] }, void>
}
