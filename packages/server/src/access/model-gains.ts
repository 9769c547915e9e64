// Who would gain and who would lose what by a new model, without one: both models are asked about every thing that there is,
// for each relation whose rule changes or that rests on one, and the two lists of subjects are compared. It ends at its
// bounds with what it has found, those relations first that change themselves, and then says that there are at least these.

import { type Answer, type CompiledModel, createEngine, type Engine, type Page } from '@lockness/authz'
import type { ModelDiff } from '@lockness/language'
import type { Asked } from '../action.ts'
import { Altering } from './altering.ts'
import { Turn } from './question-list.ts'

export interface Gains extends ReturnType<Altering['told']> {
  readonly isExact: boolean
  /** Lists of subjects that were compared. */
  readonly compared: number
}

export interface Succession {
  /** Answers by the model in force. */
  readonly engine: Engine
  readonly revision: number
  readonly next: CompiledModel
}

const ITEMS_MAX = 200
const COMPARED_MAX = 200_000
const WORK_MS_MAX = 3_000
/** What is left of the caller's patience for everything else. */
const RESERVE_MS = 2_000

export async function gainsOf(succession: Succession, diff: ModelDiff, { deadline, now }: Asked): Promise<Gains> {
  const { engine, revision, next } = succession
  const nowMs = () => performance.now()
  const endMs = nowMs() + Math.min(WORK_MS_MAX, Math.max(0, deadline.remainingMs() - RESERVE_MS))
  const turn = new Turn({ nowMs, deadline })
  const altering = new Altering(ITEMS_MAX)
  const comparison = new Comparison(engine, createEngine(engine.graph, next), { at: now.getTime(), revision })
  for (const { type, relation } of placesOf(diff)) {
    for (const object of objectsOf(engine, revision, type)) {
      comparison.compare(object, relation, altering)
      if (turn.isOver()) await turn.pass()
      if (comparison.compared >= COMPARED_MAX || nowMs() > endMs)
        return { ...altering.told(), isExact: false, compared: comparison.compared }
    }
  }
  return { ...altering.told(), isExact: true, compared: comparison.compared }
}

class Comparison {
  compared = 0
  private readonly before: Engine
  private readonly after: Engine
  private readonly given: { readonly at: number; readonly revision: number }
  private readonly subjectTypes: readonly string[]

  constructor(before: Engine, after: Engine, given: Comparison['given']) {
    this.before = before
    this.after = after
    this.given = given
    this.subjectTypes = [...new Set([...subjectTypesOf(before.model), ...subjectTypesOf(after.model)])]
  }

  compare(object: string, relation: string, altering: Altering): void {
    for (const type of this.subjectTypes) {
      const [before, after] = [
        this.list(this.before, object, relation, type),
        this.list(this.after, object, relation, type),
      ]
      this.compared++
      if (!before || !after) {
        const unsure = (list: unknown) => (list ? ('no' as const) : ('error' as const))
        if (before || after)
          altering.add({ subject: `${type}:*`, relation, object, before: unsure(before), after: unsure(after) })
        continue
      }
      for (const subject of after)
        if (!before.has(subject)) altering.add({ subject, relation, object, before: 'no', after: 'yes' })
      for (const subject of before)
        if (!after.has(subject)) altering.add({ subject, relation, object, before: 'yes', after: 'no' })
    }
  }

  /** Undefined: it cannot be told, mostly for lack of context. Nobody has what a model does not know. */
  private list(engine: Engine, object: string, relation: string, type: string): ReadonlySet<string> | undefined {
    const { types } = engine.model
    const isKnown = types.get(object.slice(0, object.indexOf(':')))?.relations.has(relation) && types.has(type)
    if (!isKnown) return new Set()
    const page: Answer<Page> = engine.listSubjects({ object, relation, filter: { type } }, this.given)
    return page.ok ? new Set(page.value.items) : undefined
  }
}

/** Relations that change themselves first, then those that feel it. A type that is new has no things yet. */
function placesOf({ types, relations }: ModelDiff): { readonly type: string; readonly relation: string }[] {
  const gone = types.filter(({ change }) => change === 'removed')
  return [
    ...relations.filter(({ change }) => change !== 'affected'),
    ...gone.flatMap(({ type, relations: names }) => names.map((relation) => ({ type, relation }))),
    ...relations.filter(({ change }) => change === 'affected'),
  ]
}

function* objectsOf({ graph }: Engine, revision: number, type: string): Generator<string> {
  const number = graph.registry.findType(type)
  const view = graph.view(revision)
  if (number < 0 || !view) return
  const count = view.nodes(number)
  for (let node = 0; node < count; node++) if (view.mentioned(number, node)) yield `${type}:${view.id(number, node)}`
}

function subjectTypesOf({ types }: CompiledModel): string[] {
  return [...types.values()].flatMap(({ restrictions }) =>
    [...restrictions.values()].flatMap((all) =>
      all.flatMap(({ subjectType, subjectRelation }) => (/^\*?$/.test(subjectRelation) ? [subjectType] : [])),
    ),
  )
}
