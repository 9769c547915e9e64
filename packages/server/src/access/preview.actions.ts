// What a write would do, without writing: every decision that would be another one after it, exact or as many as were found
// within a bound that is named. It is computed on the graph that this node has in memory, by the model in force, by another
// version, or by one that is only being written: then before and after are both judged by that one.

import { type Change, type CompiledModel, findAltered, type Graph, type Tuple } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { Altering } from './altering.ts'
import type { AccessParts } from './parts.ts'
import { Drafts, draftInput } from './preview-draft.actions.ts'
import { Turn } from './question-list.ts'
import { computedAtOutput, nameInput, type Place, place, type Situations, situationInput } from './situation.ts'
import { onStore } from './store-input.ts'
import { asTuples, tupleInput, tupleKeyInput } from './tuple-input.ts'
import { whyRefused } from './tuple-judge.ts'

const CHANGES_MAX = 10_000
const ITEMS_MAX = 10_000
const RELATIONS_MAX = 10_000
/** The answer is on its way by the end of the caller's patience. */
const SENDING_MS = 250
const WORK_MS_MAX = 10_000
const TRIES_MAX = 5

const verdict = z.enum(['yes', 'no', 'error'])
const counts = {
  gained: z.int().meta({ description: 'From no to yes' }),
  lost: z.int().meta({ description: 'From yes to no' }),
  unsure: z.int().meta({ description: 'Where one of the two cannot be told, mostly for lack of context' }),
}

const previewInput = z.strictObject({
  store: situationInput.store,
  model: situationInput.model,
  draft: draftInput.optional().meta({ description: 'A model that is being written, instead of one that there is' }),
  consistency: situationInput.consistency,
  context: situationInput.context,
  added: z.array(tupleInput).max(CHANGES_MAX).default([]),
  removed: z.array(tupleKeyInput).max(CHANGES_MAX).default([]),
  relations: z
    .array(nameInput)
    .max(RELATIONS_MAX)
    .optional()
    .meta({ description: 'Only decisions of these, each `type#relation`; default: of all' }),
  itemsMax: z.int().min(0).max(ITEMS_MAX).default(1_000).meta({ description: 'As many are told one by one' }),
})
type PreviewInput = z.infer<typeof previewInput>

export function previewActions(parts: Pick<AccessParts, 'situations' | 'nowMs' | 'database'>) {
  const drafts = new Drafts(parts)
  return {
    preview: question({
      name: 'tuple.preview',
      summary: 'Who would gain and who would lose what by a write that is not done',
      load: 'list',
      input: previewInput,
      output: z.object({
        ...counts,
        isExact: z.boolean().meta({ description: 'False: there are at least so many, and `limit` says why' }),
        limit: z.string().optional(),
        compared: z.int().meta({ description: 'Decisions that were looked at, before and after' }),
        relations: z.array(z.object({ type: z.string(), relation: z.string(), ...counts })),
        items: z.array(
          z.object({
            subject: z.string().meta({ description: '`type:*` stands for all who are not told apart from everybody' }),
            relation: z.string(),
            object: z.string(),
            before: verdict,
            after: verdict,
          }),
        ),
        tuples: z.object({
          added: z.int(),
          replaced: z.int().meta({ description: 'Added ones that are there with another condition or end' }),
          removed: z.int(),
          present: z.int().meta({ description: 'Added ones that are there as they are' }),
          absent: z.int().meta({ description: 'Removed ones that are not there' }),
        }),
        missing: z.array(z.string()).meta({ description: 'Parameters of conditions that `context` did not have' }),
        isDraft: z.literal(true).optional().meta({ description: 'Judged by the draft; `model` is the one in force' }),
        ...computedAtOutput,
      }),
      ...onStore('can_read'),
      purpose: () => 'simulate',
      async answer(asked, input) {
        const draft = input.draft && (await draftOf(drafts, asked, input))
        const { placed, graph } = await presentOf(parts.situations, asked, input)
        const { given, computedAt } = placed
        const model = draft ?? placed.engine.model
        const wanted = asTuples(input.added)
        requireAllowedBy(model, wanted)
        const { change, tuples } = changeOf(graph, wanted, input.removed)
        const altering = new Altering(input.itemsMax)
        const { deadline } = asked
        const deadlineMs = Math.max(1, Math.min(deadline.remainingMs() - SENDING_MS, WORK_MS_MAX))
        const matters = mattering(input.relations)
        const work = findAltered(
          graph,
          model,
          { change, onAltered: (each) => altering.add(each), limits: { deadlineMs }, ...(matters && { matters }) },
          given,
        )
        const turn = new Turn({ nowMs: parts.nowMs, deadline })
        let step = work.next()
        for (; !step.done; step = work.next()) if (turn.isOver()) await turn.pass()
        if ('conflict' in step.value) throw new AppError('invalid_input', step.value.conflict.message)
        const { limit, compared, missing } = step.value
        const bound = limit === undefined ? { isExact: true } : { isExact: false, limit: `preview ${limit}` }
        return {
          ...altering.told(),
          ...bound,
          compared,
          tuples,
          missing,
          ...(draft && { isDraft: true }),
          ...computedAt,
        }
      },
    }),
  }
}

function draftOf(drafts: Drafts, asked: Asked, { store, model, draft }: PreviewInput): Promise<CompiledModel> {
  if (model === undefined) return drafts.compile(asked, store, draft!)
  const message = 'it is judged by one model: give a `model` that there is, or a `draft`'
  throw new AppError('invalid_input', message, { detail: { parameter: 'draft' } })
}

function requireAllowedBy(model: CompiledModel, tuples: readonly Tuple[]): void {
  for (const tuple of tuples) {
    const why = whyRefused(model, tuple)
    if (why !== undefined) throw new AppError('invalid_input', why, { detail: { reason: 'invalid_tuple' } })
  }
}

/** The newest revision that this node has: a change is laid upon that one. */
async function presentOf(
  situations: Situations,
  asked: Asked,
  { store, model, consistency, context }: PreviewInput,
): Promise<{ readonly placed: Place; readonly graph: Graph }> {
  if (consistency?.mode === 'exact') {
    const message = 'a preview is laid upon the present: `exact` names a revision that may be past'
    throw new AppError('invalid_input', message, { detail: { parameter: 'consistency.mode' } })
  }
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const placed = await place({ situations }, asked, { store, model, consistency, context })
    const { graph } = placed.engine
    if (placed.isPresent && graph.revision === placed.given.revision) return { placed, graph }
  }
  throw new AppError('unavailable', 'the store moves on faster than a preview begins: ask again')
}

/** What of the write would change something, as whole tuples. */
function changeOf(graph: Graph, wanted: readonly Tuple[], unwanted: readonly Omit<Tuple, 'condition'>[]) {
  const view = graph.view()!
  const stored = ({ object, relation, subject }: Tuple) => view.tuples({ object, relation, subject }).next().value
  const removed = new Map<string, Tuple>()
  const added = new Map<string, Tuple>()
  const tuples = { added: 0, replaced: 0, removed: 0, present: 0, absent: 0 }
  for (const tuple of unwanted) {
    const known = stored(tuple)
    if (!known) tuples.absent++
    else removed.set(keyOf(tuple), known)
  }
  tuples.removed = removed.size
  for (const tuple of wanted) {
    const key = keyOf(tuple)
    const known = removed.has(key) ? undefined : stored(tuple)
    if (known && isSame(known, tuple)) tuples.present++
    else {
      tuples[known ? 'replaced' : 'added']++
      if (known) removed.set(key, known)
      added.set(key, tuple)
    }
  }
  const change: Change = { removed: [...removed.values()], added: [...added.values()] }
  return { change, tuples }
}

function keyOf({ object, relation, subject }: Tuple): string {
  return JSON.stringify([object, relation, subject])
}

/** Another order of the same context counts as another one: it costs a comparison of decisions, and changes none. */
function isSame(a: Tuple, b: Tuple): boolean {
  return a.expiresAt === b.expiresAt && JSON.stringify(a.condition) === JSON.stringify(b.condition)
}

function mattering(relations: readonly string[] | undefined) {
  if (!relations) return undefined
  const wanted = new Set(relations)
  return (type: string, relation: string) => wanted.has(`${type}#${relation}`)
}
