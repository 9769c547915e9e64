// The questions of foreign wires, asked of the same engines at the same places as our own: only the words differ. Each
// wire has actions of its own, so that the audit, the metrics and a key can tell by which way somebody came.

import type {
  Answer,
  CheckQuestion,
  Engine,
  Given,
  Limits,
  Page,
  Paging,
  QuestionError,
  StreamEnd,
  Verdict,
} from '@lockness/authz'
import { z } from 'zod'
import { type AccessParts, type Pin, type Place, place, readPage } from '../../access/access.ts'
import { type Asked as Call, question } from '../../action.ts'
import { AppError } from '../../errors.ts'
import type { Asked, AuthorizationPort, CheckManyInput, Situation } from '../authorization-port.ts'
import type { OpenFgaPort } from '../openfga/openfga.port.ts'
import { onStore } from './on-store.ts'

export interface WireOptions {
  /** The noun of its actions. */
  readonly wire: string
  readonly limits?: Partial<Limits>
  /** The first page is all that is ever asked for, so any of the results will do. */
  readonly isFirstPageAll?: true
}

type QuestionPort = AuthorizationPort & Pick<OpenFgaPort, 'expand' | 'streamObjects'>

/** Checks between two turns of others. */
const CHECKS_PER_TURN = 250

export function questionPort(parts: AccessParts, options: WireOptions): QuestionPort {
  const { slow } = parts
  const { check, checkMany, relations, expand } = checkActions(parts, options)
  const { listObjects, listSubjects, streamObjects } = listActions(parts, options)
  return {
    check: slow.measure(check, questioned),
    checkMany: slow.measure(checkMany, ({ store, checks }) => ({
      store,
      checks: checks.map(({ question: of }) => of),
    })),
    relations,
    expand: slow.measure(expand, questioned),
    listObjects: slow.measure(listObjects, questioned),
    listSubjects: slow.measure(listSubjects, questioned),
    streamObjects: slow.measure(streamObjects, questioned),
  }
}

function checkActions(
  parts: AccessParts,
  options: WireOptions,
): Pick<QuestionPort, 'check' | 'checkMany' | 'relations' | 'expand'> {
  const { wire, limits } = options
  return {
    check: question({
      ...about<Asked<CheckQuestion>>(wire, 'check', 'access.check'),
      answer(call, input) {
        const { store, model, consistency } = input
        const placed = place(parts, call, situationOf(store, model, consistency))
        const answer = (at: Place) => {
          const given = withFacts(at.given, input, limits)
          const verdict = at.engine.check(input.question, given)
          if (verdict.answer === 'yes') parts.usage.credit({ ...at, given }, [input.question])
          return verdict
        }
        return placed instanceof Promise ? placed.then(answer) : answer(placed)
      },
    }),
    checkMany: question({
      ...about<CheckManyInput>(wire, 'check_many', 'access.check_many'),
      purpose: ({ isSearch }) => (isSearch ? 'list' : 'enforce'),
      async answer(call, { store, model, consistency, checks }) {
        const placed = await place(parts, call, situationOf(store, model, consistency))
        const verdicts: Verdict[] = []
        for (let from = 0; from < checks.length; from += CHECKS_PER_TURN) {
          if (from > 0) await new Promise(setImmediate)
          const some = checks.slice(from, from + CHECKS_PER_TURN)
          verdicts.push(...checkSome(placed, some, { ...limits, deadlineMs: remainingMs(call) }))
        }
        if (call.purpose === 'enforce') creditYeses(parts, placed, checks, verdicts)
        return verdicts
      },
    }),
    relations: question({
      ...about<Parameters<QuestionPort['relations']['answer']>[1]>(wire, 'list_relations', 'access.list_relations'),
      async answer(call, { store, model, type }) {
        const { engine } = await place(parts, call, situationOf(store, model))
        return [...(engine.model.types.get(type)?.relations.keys() ?? [])]
      },
    }),
    expand: question({
      ...about<Parameters<QuestionPort['expand']['answer']>[1]>(wire, 'expand', 'access.expand'),
      async answer(call, input) {
        const { store, model, consistency } = input
        const { engine, given } = await place(parts, call, situationOf(store, model, consistency))
        return engine.expand(input.question, withFacts(given, input, limits))
      },
    }),
  }
}

function listActions(
  parts: AccessParts,
  options: WireOptions,
): Pick<QuestionPort, 'listObjects' | 'listSubjects' | 'streamObjects'> {
  const { wire, limits } = options
  return {
    listObjects: question({
      ...about<Parameters<QuestionPort['listObjects']['answer']>[1]>(wire, 'list_objects', 'access.list_objects'),
      load: 'list',
      answer: (call, input) =>
        answerList(parts, options, call, input, (engine, given) => engine.streamObjects(input.question, given, 'json')),
    }),
    listSubjects: question({
      ...about<Parameters<QuestionPort['listSubjects']['answer']>[1]>(wire, 'list_subjects', 'access.list_subjects'),
      load: 'list',
      answer: (call, input) =>
        answerList(parts, options, call, input, (engine, given) =>
          engine.streamSubjects(input.question, given, 'json'),
        ),
    }),
    streamObjects: question({
      ...about<Parameters<QuestionPort['streamObjects']['answer']>[1]>(wire, 'stream_objects', 'access.list_objects'),
      load: 'list',
      async answer(call, input) {
        const { store, model, consistency } = input
        const { engine, given } = await place(parts, call, situationOf(store, model, consistency))
        return asking(engine.streamObjects(input.question, withFacts(given, input, limits), 'json'), call)
      },
    }),
  }
}

function questioned<Q extends object>({ store, question: of }: Asked<Q>) {
  return { store, ...of }
}

/** The wire's translation has parsed what it hands on. */
function about<Input extends { readonly store: string }>(wire: string, verb: string, as: string) {
  return {
    name: `${wire}.${verb}`,
    as,
    input: z.custom<Input>(),
    ...onStore('can_ask'),
  }
}

function situationOf(store: string, model?: string, consistency?: Situation['consistency']): Where {
  if (model === undefined && consistency !== 'full') return { store }
  return {
    store,
    ...(model !== undefined && { model }),
    ...(consistency === 'full' && { consistency: { mode: 'full' as const } }),
  }
}

type Where = Parameters<typeof place>[2]

/** What is brought along is judged by the engine, which says it in a way that each wire has words for. */
function withFacts(
  given: Given,
  { contextualTuples, context }: Pick<Situation, 'contextualTuples' | 'context'>,
  limits: Partial<Limits> | undefined,
): Given {
  if (!limits && !contextualTuples && !context) return given
  return {
    ...given,
    ...(limits && { limits: { ...given.limits, ...limits } }),
    ...(contextualTuples && { contextualTuples }),
    ...(context && { context }),
  }
}

function remainingMs({ deadline }: Call): number {
  const deadlineMs = deadline.remainingMs()
  if (deadlineMs > 0) return deadlineMs
  throw new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } })
}

/** Together where nothing is brought along, because then what is learnt about a subject is used again. */
function checkSome({ engine, given }: Place, checks: CheckManyInput['checks'], limits: Partial<Limits>): Verdict[] {
  if (!checks.every(isPlain)) return checks.map((each) => engine.check(each.question, withFacts(given, each, limits)))
  return engine.checkMany(
    checks.map((each) => each.question),
    { ...given, limits },
  )
}

/** Nothing is brought along. */
function isPlain({ contextualTuples, context }: Pick<Situation, 'contextualTuples' | 'context'>): boolean {
  return !contextualTuples?.length && (!context || Object.keys(context).length === 0)
}

/** What was allowed counts as used; what was brought along for it belongs to its proof. */
function creditYeses(
  { usage }: AccessParts,
  placed: Place,
  checks: CheckManyInput['checks'],
  verdicts: readonly Verdict[],
): void {
  const yeses = checks.filter((_, at) => verdicts[at]?.answer === 'yes')
  usage.credit(
    placed,
    yeses.filter(isPlain).map((each) => each.question),
  )
  for (const each of yeses) {
    if (isPlain(each)) continue
    usage.credit({ ...placed, given: withFacts(placed.given, each, undefined) }, [each.question])
  }
}

type Lines = Generator<Uint8Array, StreamEnd>
type ListAsked = Asked<object> & { readonly paging?: Paging }

async function answerList(
  parts: AccessParts,
  { wire, limits, isFirstPageAll }: WireOptions,
  call: Call,
  input: ListAsked,
  begin: (engine: Engine, given: Given) => Lines,
): Promise<Answer<Page>> {
  const { store, model, consistency, paging = {} } = input
  const { pageSize = Number.MAX_SAFE_INTEGER, cursor } = paging
  const situation = situationOf(store, model, consistency)
  if (isFirstPageAll) {
    const placed = await place(parts, call, situation)
    const items = await takeFirst(begin(placed.engine, withFacts(placed.given, input, limits)), pageSize, call)
    return items.ok ? { ok: true, value: { items: items.value, revision: placed.computedAt.revision } } : items
  }
  const list = `${wire}.list`
  const filter = filterOf(input)
  const from = cursor === undefined ? undefined : openCursor(parts, list, filter, cursor)
  const placed = from
    ? await parts.situations.placeAgain(call, situation, from.pin)
    : await place(parts, call, situation)
  const { engine, given, computedAt } = placed
  const ended: { error?: QuestionError } = {}
  const lines = noting(begin(engine, withFacts(given, input, limits)), ended)
  const pacing = { nowMs: parts.nowMs, deadline: call.deadline }
  try {
    const { items, isMore } = await readPage(lines, { after: from?.after, pageSize }, pacing)
    const token = from?.pin.token ?? computedAt.token ?? null
    const position = [computedAt.revision, computedAt.model, given.at, token, nameOut(items.at(-1) ?? '')]
    const next = isMore ? { cursor: parts.cursors.seal(list, filter, position) } : {}
    return { ok: true, value: { items, revision: computedAt.revision, ...next } }
  } catch (error) {
    if (ended.error) return { ok: false, error: ended.error }
    throw error
  }
}

/** Without reading on to the end. */
async function takeFirst(lines: Lines, count: number, call: Call): Promise<Answer<readonly string[]>> {
  const items: string[] = []
  const decoder = new TextDecoder()
  for (;;) {
    const step = lines.next()
    if (step.done) return step.value.ok ? { ok: true, value: items } : step.value
    for (const line of decoder.decode(step.value).split('\n')) {
      if (line !== '') items.push(JSON.parse(line) as string)
      if (items.length < count) continue
      lines.return({ ok: true, value: { revision: 0, count } })
      return { ok: true, value: items }
    }
    await new Promise(setImmediate)
    remainingMs(call)
  }
}

/** Before each chunk, whether the actor still may: a list may be read for hours. */
async function* asking(lines: Lines, { requireAllowed }: Call): AsyncGenerator<Uint8Array, StreamEnd> {
  for (let step = lines.next(); ; step = lines.next()) {
    const waiting = requireAllowed?.()
    if (waiting !== undefined) await waiting
    if (step.done) return step.value
    yield step.value
  }
}

/** Keeps the error that a list ended with. */
function* noting(lines: Lines, ended: { error?: QuestionError }): Lines {
  const end = yield* lines
  if (!end.ok) ended.error = end.error
  return end
}

/** What must be the same for every page; what the wire's token holds of the rest, the wire compares. */
function filterOf({ store, question: of, model }: ListAsked): unknown {
  return [store, of, model ?? null]
}

function openCursor(
  { cursors }: AccessParts,
  list: string,
  filter: unknown,
  cursor: string,
): { pin: Pin; after: string } {
  const [revision, model, atMs, token, name] = cursors.open(list, filter, cursor)
  const pin = {
    revision: Number(revision),
    model: String(model),
    atMs: Number(atMs),
    token: typeof token === 'string' ? token : undefined,
  }
  return { pin, after: Buffer.from(String(name), 'base64url').toString('utf8') }
}

/** A name is written as bytes, so that no character of it makes the cursor longer than another would. */
function nameOut(name: string): string {
  return Buffer.from(name, 'utf8').toString('base64url')
}
