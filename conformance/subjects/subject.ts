// What answers questions: the reference, and the engine in each of its configurations. A suite knows only this
// interface, so a question that one of them answers differently is a difference, whatever lies between.

import type {
  Answer,
  AuthorizationModel,
  CheckQuestion,
  ExpandNode,
  ExpandQuestion,
  Given,
  ListObjectsQuestion,
  ListRelationsQuestion,
  ListSubjectsQuestion,
  QuestionErrorCode,
  Tuple,
  Verdict,
} from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'

export interface Subject {
  check(question: CheckQuestion, given: Given): Verdict
  checkMany(questions: readonly CheckQuestion[], given: Given): Verdict[]
  listObjects(question: ListObjectsQuestion, given: Given): Answer<readonly string[]>
  listSubjects(question: ListSubjectsQuestion, given: Given): Answer<readonly string[]>
  listRelations(question: ListRelationsQuestion, given: Given): Answer<readonly string[]>
  expand(question: ExpandQuestion, given: Given): Answer<ExpandNode>
}

export interface World {
  readonly model: AuthorizationModel
  /** Each key once. */
  readonly tuples: readonly Tuple[]
}

/** A way to come to a subject that holds a world. */
export interface Configuration {
  readonly name: string
  /** It may find an answer where the plain question hits a bound on the way: what is shared is not walked again. */
  readonly reachesFurther?: true
  open(world: World, chance: Chance): Subject
}

export type Question =
  | ({ readonly ask: 'check' } & CheckQuestion)
  | ({ readonly ask: 'listObjects' } & ListObjectsQuestion)
  | ({ readonly ask: 'listSubjects' } & ListSubjectsQuestion)
  | ({ readonly ask: 'listRelations' } & ListRelationsQuestion)
  | ({ readonly ask: 'expand' } & ExpandQuestion)

export interface Asked {
  readonly question: Question
  readonly given: Given
}

export type Reply =
  | { readonly answer: 'yes' | 'no' }
  | { readonly answer: 'list'; readonly items: readonly string[] }
  | { readonly answer: 'tree'; readonly tree: ExpandNode }
  | { readonly answer: 'error'; readonly code: QuestionErrorCode; readonly missing: readonly string[] }

export function replyOf(subject: Subject, { question, given }: Asked): Reply {
  switch (question.ask) {
    case 'check':
      return verdictReply(subject.check(question, given))
    case 'listObjects':
      return listReply(subject.listObjects(question, given))
    case 'listSubjects':
      return listReply(subject.listSubjects(question, given))
    case 'listRelations':
      return listReply(subject.listRelations(question, given))
    case 'expand':
      return treeReply(subject.expand(question, given))
  }
}

export function verdictReply(verdict: Verdict): Reply {
  if (verdict.answer !== 'error') return verdict
  return { answer: 'error', code: verdict.error.code, missing: verdict.error.missing ?? [] }
}

function listReply(answer: Answer<readonly string[]>): Reply {
  if (!answer.ok) return verdictReply({ answer: 'error', error: answer.error })
  return { answer: 'list', items: answer.value }
}

function treeReply(answer: Answer<ExpandNode>): Reply {
  if (!answer.ok) return verdictReply({ answer: 'error', error: answer.error })
  return { answer: 'tree', tree: answer.value }
}

/** A tree as text, in which the order of subjects, which is the graph's own, does not show. */
function treeText(tree: ExpandNode): string {
  const sorted = (_: string, value: unknown) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.toSorted() : value
  return JSON.stringify(tree, sorted)
}

/**
 * Lists are compared as sets, and a repeat is a difference. When several members of a list cannot be judged it is not
 * defined whose error the list carries, so there the two errors of conditions count as one.
 */
export function isSame(expected: Reply, received: Reply, isList: boolean): boolean {
  if (expected.answer === 'list' && received.answer === 'list') return isSameSet(expected.items, received.items)
  if (expected.answer === 'tree' && received.answer === 'tree')
    return treeText(expected.tree) === treeText(received.tree)
  if (expected.answer === 'error' && received.answer === 'error') {
    if (isList && isOfCondition(expected.code)) return isOfCondition(received.code)
    return expected.code === received.code && expected.missing.join() === received.missing.join()
  }
  return expected.answer === received.answer
}

export function isSameSet(expected: readonly string[], received: readonly string[]): boolean {
  const wanted = new Set(expected)
  return (
    received.length === wanted.size &&
    new Set(received).size === wanted.size &&
    received.every((item) => wanted.has(item))
  )
}

function isOfCondition(code: QuestionErrorCode): boolean {
  return code === 'missing_context' || code === 'condition_failed'
}
