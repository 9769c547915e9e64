// The front of the graph: a graph and a model make an engine, and an engine answers questions. It owns nothing but
// what it has bound (a plan for each form of subject that was asked about) and scratch space; the same question at
// the same revision has the same answer on every engine, in every thread.

import type { Graph } from './graph/graph.ts'
import type { CompiledModel } from './plan/plan.ts'
import { planForSubject, type SubjectPlan } from './plan/subject-plan.ts'
import type { Asking } from './question/asking.ts'
import { type ExpandNode, expand } from './question/expand.ts'
import { type Explanation, explain } from './question/explain.ts'
import { decide, type PlanSize } from './question/list-objects.ts'
import { pageOfObjects, pageOfSubjects } from './question/pages.ts'
import { beginAsking, formOf, objectNode, resolvePlace, resolveSubject, subjectNode } from './question/resolve.ts'
import { Search } from './question/search.ts'
import { type LineForm, type StreamEnd, streamObjects, streamSubjects } from './question/streams.ts'
import type {
  CheckQuestion,
  ExpandQuestion,
  Given,
  ListObjectsQuestion,
  ListRelationsQuestion,
  ListSubjectsQuestion,
  Page,
  Paging,
} from './question.ts'
import { type Answer, NO, type QuestionError, type Verdict, YES } from './verdict.ts'

export interface Engine {
  readonly graph: Graph
  readonly model: CompiledModel
  check(question: CheckQuestion, given: Given): Verdict
  /** The same as checking one by one, but at one revision, and what is learnt about a subject is used again. */
  checkMany(questions: readonly CheckQuestion[], given: Given): Verdict[]
  /** Looks the names up once, for a question that is asked often. */
  prepare(question: CheckQuestion): Answer<PreparedCheck>
  checkPrepared(prepared: PreparedCheck, given: Given): Verdict
  checkManyPrepared(prepared: readonly PreparedCheck[], given: Given): Verdict[]
  listObjects(question: ListObjectsQuestion, given: Given, paging?: Paging): Answer<Page>
  /**
   * `type:id` and a line feed for each object, in chunks, some of them empty: between two chunks others may work. As
   * `json` each line is a string of JSON, so that an id with a line feed in it is not taken for two.
   */
  streamObjects(question: ListObjectsQuestion, given: Given, form?: LineForm): Generator<Uint8Array, StreamEnd>
  listSubjects(question: ListSubjectsQuestion, given: Given, paging?: Paging): Answer<Page>
  streamSubjects(question: ListSubjectsQuestion, given: Given, form?: LineForm): Generator<Uint8Array, StreamEnd>
  listRelations(question: ListRelationsQuestion, given: Given): Answer<readonly string[]>
  expand(question: ExpandQuestion, given: Given): Answer<ExpandNode>
  explain(question: CheckQuestion, given: Given): Answer<Explanation>
}

export interface PreparedCheck {
  readonly question: CheckQuestion
  readonly plan: SubjectPlan
  readonly node: number
  readonly object: number
  readonly subject: number
}

/** What the questions share: the graph, the model, and the plans bound so far. */
export interface Bound {
  readonly graph: Graph
  readonly model: CompiledModel
  readonly size: PlanSize
  planFor(type: string, form: string): SubjectPlan
}

export function createEngine(graph: Graph, model: CompiledModel): Engine {
  const bound = bind(graph, model)
  const search = new Search()
  return {
    graph,
    model,
    check: (question, given) => check(bound, search, question, given),
    checkMany: (questions, given) => checkMany(bound, search, questions, given),
    prepare: (question) => prepare(bound, question),
    checkPrepared: (prepared, given) => checkPrepared(bound, search, prepared, given),
    checkManyPrepared: (prepared, given) => checkManyPrepared(bound, search, prepared, given),
    listObjects: (question, given, paging = {}) => pageOfObjects(bound, question, given, paging),
    streamObjects: (question, given, form = 'text') => streamObjects(bound, question, given, form),
    listSubjects: (question, given, paging = {}) => pageOfSubjects(bound, question, given, paging),
    streamSubjects: (question, given, form = 'text') => streamSubjects(bound, question, given, form),
    listRelations: (question, given) => listRelations(bound, search, question, given),
    expand: (question, given) => expand(bound, question, given),
    explain: (question, given) => explain(bound, question, given),
  }
}

function bind(graph: Graph, model: CompiledModel): Bound {
  const plans = new Map<string, SubjectPlan>()
  return {
    graph,
    model,
    size: { nodes: model.nodes.length, operators: model.operators.length },
    planFor(type, form) {
      const key = `${type}#${form}`
      let plan = plans.get(key)
      if (!plan) {
        plan = planForSubject(model, graph, type, form)
        plans.set(key, plan)
      }
      return plan
    },
  }
}

function check(bound: Bound, search: Search, question: CheckQuestion, given: Given): Verdict {
  const asking = beginAsking(bound.model, bound.graph, given, search.ownAsking)
  if (!asking.ok) return { answer: 'error', error: asking.error }
  const prepared = prepareOn(bound, asking.value, question)
  if (!prepared.ok) return { answer: 'error', error: prepared.error }
  return answer(bound, search, asking.value, prepared.value)
}

function checkPrepared(bound: Bound, search: Search, prepared: PreparedCheck, given: Given): Verdict {
  if (given.contextualTuples || isUnknown(prepared)) return check(bound, search, prepared.question, given)
  const asking = beginAsking(bound.model, bound.graph, given, search.ownAsking)
  if (!asking.ok) return { answer: 'error', error: asking.error }
  return answer(bound, search, asking.value, prepared)
}

/** Nodes of names that the graph did not know when the question was prepared: it may know them now. */
function isUnknown({ object, subject }: PreparedCheck): boolean {
  return object >= 0xffff_fffe || subject >= 0xffff_fffe
}

function answer({ size }: Bound, search: Search, asking: Asking, prepared: PreparedCheck): Verdict {
  const node = prepared.plan.nodes[prepared.node]
  if (!node) return NO
  search.begin(asking, prepared.subject, size.nodes, size.operators)
  return toVerdict(decide(search, asking, size, node, prepared.object, prepared.subject))
}

function toVerdict(decision: boolean | QuestionError): Verdict {
  if (decision === true) return YES
  return decision === false ? NO : { answer: 'error', error: decision }
}

function prepare(bound: Bound, question: CheckQuestion): Answer<PreparedCheck> {
  const asking = beginAsking(bound.model, bound.graph, { at: 0 })
  return asking.ok ? prepareOn(bound, asking.value, question) : asking
}

function prepareOn(bound: Bound, { view }: Asking, question: CheckQuestion): Answer<PreparedCheck> {
  const place = resolvePlace(bound.model, question.object, question.relation)
  if (!place.ok) return place
  const resolved = resolveSubject(bound.model, question.subject)
  if (!resolved.ok) return resolved
  const plan = bound.planFor(resolved.value.type, formOf(resolved.value))
  const { type, id, node } = place.value
  return {
    ok: true,
    value: {
      question,
      plan,
      node: node.id,
      object: objectNode(view, bound.graph.registerType(type), id),
      subject: subjectNode(view, plan.subjectType, resolved.value, place.value),
    },
  }
}

function checkMany(bound: Bound, search: Search, questions: readonly CheckQuestion[], given: Given): Verdict[] {
  const asking = beginAsking(bound.model, bound.graph, given)
  if (!asking.ok) return questions.map(() => ({ answer: 'error', error: asking.error }))
  const verdicts: Verdict[] = []
  const asked: [number, PreparedCheck][] = []
  for (const [index, question] of questions.entries()) {
    const prepared = prepareOn(bound, asking.value, question)
    if (prepared.ok) asked.push([index, prepared.value])
    else verdicts[index] = { answer: 'error', error: prepared.error }
  }
  answerMany(bound, search, asking.value, asked, verdicts)
  return verdicts
}

function checkManyPrepared(bound: Bound, search: Search, prepared: readonly PreparedCheck[], given: Given): Verdict[] {
  if (given.contextualTuples || prepared.some(isUnknown)) {
    return checkMany(
      bound,
      search,
      prepared.map(({ question }) => question),
      given,
    )
  }
  const asking = beginAsking(bound.model, bound.graph, given)
  if (!asking.ok) return prepared.map(() => ({ answer: 'error', error: asking.error }))
  const verdicts: Verdict[] = []
  answerMany(bound, search, asking.value, [...prepared.entries()], verdicts)
  return verdicts
}

/** Subject by subject, so that what the search learns about one serves all its questions. */
function answerMany(
  { size }: Bound,
  search: Search,
  asking: Asking,
  asked: readonly (readonly [number, PreparedCheck])[],
  verdicts: Verdict[],
): void {
  const bySubject = new Map<SubjectPlan, Map<number, (readonly [number, PreparedCheck])[]>>()
  for (const each of asked) {
    const { plan, subject } = each[1]
    let ofPlan = bySubject.get(plan)
    if (!ofPlan) bySubject.set(plan, (ofPlan = new Map()))
    const group = ofPlan.get(subject)
    if (group) group.push(each)
    else ofPlan.set(subject, [each])
  }
  for (const ofPlan of bySubject.values()) {
    for (const [subject, group] of ofPlan) {
      search.begin(asking, subject, size.nodes, size.operators, group.length)
      for (const [index, prepared] of group) {
        asking.renew()
        const node = prepared.plan.nodes[prepared.node]
        verdicts[index] = node ? toVerdict(decide(search, asking, size, node, prepared.object, subject)) : NO
      }
    }
  }
}

function listRelations(
  bound: Bound,
  search: Search,
  { subject, object, relations }: ListRelationsQuestion,
  given: Given,
): Answer<readonly string[]> {
  const type = bound.model.types.get(object.slice(0, object.indexOf(':')))
  const asked = relations ?? [...(type?.relations.keys() ?? [])]
  if (asked.length === 0) {
    const place = resolvePlace(bound.model, object, '')
    return place.ok || place.error.code === 'unknown_relation' ? { ok: true, value: [] } : place
  }
  const verdicts = checkMany(
    bound,
    search,
    asked.map((relation) => ({ subject, relation, object })),
    given,
  )
  const held: string[] = []
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.answer === 'error') return { ok: false, error: verdict.error }
    if (verdict.answer === 'yes') held.push(asked[index]!)
  }
  return { ok: true, value: held }
}
