// What a new model would do to a store: what changes in meaning, how many tuples stand on what changes, and which of them
// the new model would no longer allow. Counted on the graph of this node at one revision; for what is written after that
// the database is told which forms of tuples the new model knows, and refuses it when another one has come.

import { type CompiledModel, type Engine, type Tuple, tupleKey } from '@lockness/authz'
import { diffModels, type ModelDiff } from '@lockness/language'
import type { Asked } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Write } from '../store/write.ts'
import { within } from './consistency.ts'
import { type Gains, gainsOf } from './model-gains.ts'
import type { Replicas } from './replicas.ts'
import { whyRefused } from './tuple-judge.ts'

export interface Orphans {
  readonly count: number
  readonly examples: readonly { readonly tuple: string; readonly why: string }[]
}

export interface Impact {
  readonly diff: ModelDiff
  /** For each relation whose own rule changes: not more tuples of it than this. */
  readonly touched: readonly { readonly type: string; readonly relation: string; readonly tuplesMax: number }[]
  readonly orphans: Orphans
  /** Of a dry run only: it looks at everything that there is. */
  readonly decisions?: Gains
}

export interface Judged {
  readonly impact: Impact | undefined
  /** What makes the write exact; see store/write.ts. */
  readonly guard: Pick<Write, 'judgedBy' | 'formsKept'>
}

const EXAMPLES_MAX = 20
const SLICE_TUPLES = 2_000

/** Of a model that would follow the one in force; undefined when the store has none, and so no tuples. */
export async function judgeImpact(
  replicas: Replicas,
  asked: Asked,
  storeId: string,
  base: { readonly id: string; readonly since: number } | undefined,
  { next, tellsDecisions }: { readonly next: CompiledModel; readonly tellsDecisions: boolean },
): Promise<Judged> {
  if (!base) return { impact: undefined, guard: { judgedBy: null } }
  const replica = await within(asked.deadline, replicas.open(storeId))
  if (replica.position().revision < base.since) await within(asked.deadline, replica.poll())
  const { revision } = replica.position()
  const { engine } = await within(asked.deadline, replica.modelAt(revision, base.id))
  const diff = diffModels(engine.model.source, next.source)
  const kept = formsKept(next, diff)
  const orphans = await orphansOf({ engine, revision, next, kept: new Set(kept) }, asked)
  const decisions = tellsDecisions ? await gainsOf({ engine, revision, next }, diff, asked) : undefined
  const impact = { diff, touched: touchedBy(diff, engine), orphans, ...(decisions && { decisions }) }
  return { impact, guard: { judgedBy: base.id, formsKept: { after: revision, forms: kept } } }
}

interface Comparison {
  readonly engine: Engine
  readonly revision: number
  readonly next: CompiledModel
  readonly kept: ReadonlySet<string>
}

/** The tuples that the old model allows and the new one does not. */
async function orphansOf({ engine, revision, next, kept }: Comparison, { deadline, now }: Asked): Promise<Orphans> {
  const { graph, model } = engine
  const view = graph.view(revision)
  if (!view) throw new AppError('unavailable', `revision ${revision} is no longer held in memory`)
  const examples: { tuple: string; why: string }[] = []
  let count = 0
  let seen = 0
  for (const [objectType, relation] of narrowed(model, kept)) {
    for (const tuple of view.tuples({ objectType, relation })) {
      if (++seen % SLICE_TUPLES === 0) {
        await new Promise(setImmediate)
        if (deadline.remainingMs() <= 0)
          throw new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } })
      }
      const why = isOver(tuple, now) ? undefined : whyRefused(next, tuple)
      if (why === undefined || whyRefused(model, tuple) !== undefined) continue
      count++
      if (examples.length < EXAMPLES_MAX) examples.push({ tuple: tupleKey(tuple), why })
    }
  }
  return { count, examples }
}

function isOver({ expiresAt }: Tuple, now: Date): boolean {
  return expiresAt !== undefined && expiresAt <= now.getTime()
}

/** The forms whose every tuple stays allowed: not those under a condition that takes other parameters now. */
function formsKept(next: CompiledModel, { conditions }: ModelDiff): string[] {
  const changed = conditions
    .filter(({ parts }) => parts.includes('parameters'))
    .map(({ condition }) => ` with ${condition}`)
  return formsOf(next).filter((form) => !changed.some((end) => form.endsWith(end)))
}

/** The relations in which the old model allows some form of tuple that is not kept. */
function* narrowed(
  before: CompiledModel,
  kept: ReadonlySet<string>,
): Generator<readonly [type: string, relation: string]> {
  for (const { name, restrictions } of before.types.values())
    for (const relation of restrictions.keys())
      if (formsOfRelation(before, name, relation).some((form) => !kept.has(form))) yield [name, relation]
}

/** As the function `lockness.tuple_form` writes them. */
export function formsOf(model: CompiledModel): string[] {
  return [...model.types.values()].flatMap(({ name, restrictions }) =>
    [...restrictions.keys()].flatMap((relation) => formsOfRelation(model, name, relation)),
  )
}

function formsOfRelation({ types }: CompiledModel, type: string, relation: string): string[] {
  return (types.get(type)?.restrictions.get(relation) ?? []).flatMap(
    ({ subjectType, subjectRelation, plain, conditions }) => {
      const end = subjectRelation === '' ? '' : subjectRelation === '*' ? ':*' : `#${subjectRelation}`
      const form = `${type}#${relation}@${subjectType}${end}`
      return [...(plain ? [form] : []), ...[...conditions].map((condition) => `${form} with ${condition}`)]
    },
  )
}

function touchedBy({ relations, types }: ModelDiff, { graph }: Engine): Impact['touched'] {
  const view = graph.view()
  const removed = types.filter(({ change }) => change === 'removed')
  const places = [
    ...relations.filter(({ change }) => change !== 'affected').map(({ type, relation }) => ({ type, relation })),
    ...removed.flatMap(({ type, relations: names }) => names.map((relation) => ({ type, relation }))),
  ]
  return places.flatMap(({ type, relation }) => {
    let tuplesMax = 0
    for (const [number, kind] of graph.registry.kinds.entries())
      if (kind.objectType === type && kind.relation === relation) tuplesMax += view?.edges(number) ?? 0
    return tuplesMax === 0 ? [] : [{ type, relation, tuplesMax }]
  })
}
