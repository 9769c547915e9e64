// The graph and its questions. Pure: what it needs to know of time and chance is handed to it.

export { type Condition, type ConditionFailure, INVALID } from './condition.ts'
export { createEngine, type Engine, type PreparedCheck } from './engine.ts'
export { GraphBuilder } from './graph/build.ts'
export type { Change } from './graph/change.ts'
export { composeChanges, invertChange } from './graph/change.ts'
export { type ApplyResult, type Conflict, type FrozenGraph, Graph, type GraphOptions } from './graph/graph.ts'
export { Row } from './graph/row.ts'
export type { TupleFilter, View } from './graph/view.ts'
export * from './limits.ts'
export type {
  AuthorizationModel,
  ConditionDefinition,
  ParameterType,
  RelationMetadata,
  RelationReference,
  SourceInfo,
  TypeDefinition,
  TypeMetadata,
  Userset,
} from './model.ts'
export { own } from './model.ts'
export { type CompiledModel, compileModel } from './plan/plan.ts'
export {
  ALTERED_LIMITS,
  type Altered,
  type AlteredDecision,
  type AlteredLimits,
  type AlterQuestion,
  findAltered,
} from './question/altered.ts'
export type { ExpandNode } from './question/expand.ts'
export type { Explanation } from './question/explain.ts'
export { namedSubjects } from './question/named.ts'
export type { ExplainStep } from './question/narrate.ts'
export { whyNotAllowed } from './question/resolve.ts'
export type { StreamEnd } from './question/streams.ts'
export type * from './question.ts'
export type { JsonObject, JsonValue, ObjectRef, SubjectRef, Tuple, TupleCondition } from './tuple.ts'
export { formatSubject, parseObject, parseSubject, tupleKey } from './tuple.ts'
export * from './verdict.ts'
