// An action is one thing a caller may ask of the server: a command or a change alters something, a question does not.
// Whatever wire it comes by, it goes through perform(), so the order exists once and no action can leave a step out:
//
//   command   parse → authorize → run → audit → commit   in one transaction, so that decision and change are of one state
//   change    parse → authorize → prepare → append       one revision of one store, committed together with those of others;
//                                                        authorized once more when the preparation has waited
//   job       parse → authorize → run                    as many revisions as it takes, each with its own audit record
//   question  parse → authorize → answer                 no transaction, nothing recorded
//
// `permit` is a required field: an action cannot be written without saying who may do it.

import type { z } from 'zod'
import { AppError, assert } from './errors.ts'
import type { Revision } from './store/append.ts'
import type { Write } from './store/write.ts'

/** Why something is asked. Only `enforce` counts as use of what it is allowed by. */
export type Purpose = 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit'

/** `stranger` showed no credentials; `system` is the server itself and never comes by a wire. */
export type ActorKind = 'account' | 'service' | 'agent' | 'root' | 'stranger' | 'system'

/** Who is asking now. */
export interface Actor {
  readonly kind: ActorKind
  /** As a subject of the model that decides: `user:anne`. */
  readonly subject: string
  /** The key or session it came with; never the secret. */
  readonly credential?: string
  /** What the credential is narrowed to. It can only take away; absent: nothing is taken away. */
  readonly scope?: Scope
}

export interface Scope {
  /** Names of actions; `tuple.*` stands for all of that noun. */
  readonly actions?: readonly string[]
  readonly stores?: readonly string[]
}

export const STRANGER: Actor = Object.freeze({ kind: 'stranger', subject: 'stranger:*' })

/** What the actor must hold before the action runs. `anyone` needs a reason, so that it is never an oversight. */
export type Permit = { readonly relation: string; readonly object: string } | { readonly anyone: string }

interface ActionParts<Input> {
  /** `noun.verb`: the audit entry, the scope of a key, the operation in the API's document. */
  readonly name: string
  /** The action that this is on another wire: a key that is for that one is for this one too. */
  readonly as?: string
  readonly summary?: string
  readonly input: z.ZodType<Input>
  readonly output?: z.ZodType
  permit(input: NoInfer<Input>): Permit
  /** The store it stays in. A key that is narrowed to stores can do no action that does not say its store. */
  store?(input: NoInfer<Input>): string
  /** The reason why a caller without credentials may ask. Absent: it may not. */
  readonly strangers?: string
  /** The reason why a key may ask that is narrowed to other actions, or to stores. Absent: it may not. */
  readonly narrowed?: string
  purpose?(input: NoInfer<Input>): Purpose
}

interface CommandParts<Input, Output> extends ActionParts<Input> {
  /** Settled: it was done before, and nothing is done or recorded now. */
  run(step: Step, input: NoInfer<Input>): Promise<Output | Settled<Output>>
  /** What the audit entry tells; default: the input as it is. Must leave out what is secret. */
  audit?(input: NoInfer<Input>, output: NoInfer<Output>): unknown
}

/** A revision as an action wishes it. Who does it, and what it is called, is said by perform(). */
export interface Draft {
  readonly store: string
  /** With `judgedBy`, it is prepared again when the model has moved in between. */
  readonly write: Omit<Write, 'actor' | 'action'>
}

/** There is nothing to change, or it was only asked what would be: the answer, without a revision. */
export interface Settled<Output> {
  readonly settled: Output
}

interface ChangeParts<Input, Output, Prepared extends Draft = Draft> extends ActionParts<Input> {
  /** `isAgain`: the model has moved since the last time. */
  prepare(
    asked: Asked,
    input: NoInfer<Input>,
    isAgain: boolean,
  ): Prepared | Settled<Output> | Promise<Prepared | Settled<Output>>
  answer(revision: Revision, input: NoInfer<Input>, draft: NoInfer<Prepared>): Output | Promise<Output>
}

interface JobParts<Input, Output> extends ActionParts<Input> {
  run(asked: Asked, input: NoInfer<Input>): Output | Promise<Output>
}

interface QuestionParts<Input, Output> extends ActionParts<Input> {
  /** A list is given up before a check when the server has too much to do; a probe never is. */
  readonly load?: 'probe' | 'check' | 'list'
  answer(asked: Asked, input: NoInfer<Input>): Output | Promise<Output>
}

export type Command<Input, Output> = CommandParts<Input, Output> & { readonly kind: 'command' }
export type Change<Input, Output, Prepared extends Draft = Draft> = ChangeParts<Input, Output, Prepared> & {
  readonly kind: 'change'
}
export type Job<Input, Output> = JobParts<Input, Output> & { readonly kind: 'job' }
export type Question<Input, Output> = QuestionParts<Input, Output> & { readonly kind: 'question' }
export type Action<Input, Output> =
  | Command<Input, Output>
  // biome-ignore lint/suspicious/noExplicitAny: what a change prepares is between its own two functions
  | Change<Input, Output, any>
  | Job<Input, Output>
  | Question<Input, Output>

/** What every action is told about the call. Time and ids come from here, so that a test can fix them. */
export interface Asked {
  readonly actor: Actor
  readonly now: Date
  readonly purpose: Purpose
  readonly deadline: Deadline
  readonly requestId: string
  /** For answers that go on: aborted when the caller is gone or the server is ending. */
  readonly signal?: AbortSignal
  /** For answers that go on: throws when the actor may no longer. What was permitted once is not permitted for ever. */
  requireAllowed?(): Promise<void> | undefined
  /** The engine's clock, set by who measures the question; default: the server's. */
  clock?: () => number
}

/** All that a command may touch. */
export interface Step extends Asked {
  readonly tx: Transaction
  id(): string
}

/** The end of the caller's patience. */
export interface Deadline {
  /** Milliseconds left; 0 or less: nobody waits any more. */
  remainingMs(): number
}

/** One call as perform() needs it, whatever wire it came by. */
export interface Caller {
  readonly actor: Actor
  readonly requestId: string
  readonly deadline: Deadline
  readonly signal?: AbortSignal
}

export interface AuditEntry {
  readonly action: string
  readonly actor: Actor
  readonly at: Date
  readonly requestId: string
  readonly permit: Permit
  readonly told: unknown
}

/** What the store opens for a command: it commits when the work returns and rolls back when it throws. */
export interface Transaction {
  query<R extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<R[]>
  /** Appends to the audit log in the same transaction. */
  record(entry: AuditEntry): Promise<void>
}

/** What perform() needs of the server around it. */
export interface App {
  transaction<T>(work: (tx: Transaction) => Promise<T>, deadline: Deadline): Promise<T>
  /** Resolves when the revision is durable. */
  append(storeId: string, write: Write): Promise<Revision>
  /** Asked of our own engine, inside the transaction when there is one. */
  isAllowed(actor: Actor, relation: string, object: string, tx?: Transaction): boolean | Promise<boolean>
  now(): Date
  id(): string
}

export async function perform<I, O>(app: App, caller: Caller, action: Action<I, O>, raw: unknown): Promise<O> {
  admit(caller, action)
  const parsed = action.input.safeParse(raw)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }))
    throw new AppError('invalid_input', `invalid input for \`${action.name}\``, { detail: { issues } })
  }
  return performParsed(app, caller, action, parsed.data)
}

/**
 * For a wire that has parsed the input itself, by a schema made from the action's or by a translation that is typed. A
 * promise only where something has to be waited for: a check that is answered at once costs as much as waiting for it.
 */
export function performParsed<I, O>(app: App, caller: Caller, action: Action<I, O>, input: I): O | Promise<O> {
  const { actor, deadline, requestId } = caller
  admit(caller, action)
  keepToStore(actor, action, input)
  if (deadline.remainingMs() <= 0) throw tooLate()
  const purpose = action.purpose?.(input) ?? 'enforce'
  const permit = action.permit(input)
  const asked = goingOn(app, caller, action, permit, { actor, deadline, requestId, now: app.now(), purpose })
  if (action.kind !== 'question') return performWork(app, caller, action, input, asked, permit)
  const waiting = authorize(app, caller, action.name, permit)
  return waiting === undefined ? action.answer(asked, input) : waiting.then(() => action.answer(asked, input))
}

/** What is told besides to an action whose answer may go on for long. */
function goingOn<I, O>(app: App, caller: Caller, action: Action<I, O>, permit: Permit, asked: Asked): Asked {
  const { signal } = caller
  const isLong = signal !== undefined || (action.kind === 'question' && action.load === 'list')
  if (!isLong) return asked
  const requireAllowed = () => authorize(app, caller, action.name, permit)
  return { ...asked, ...(signal && { signal }), requireAllowed }
}

async function performWork<I, O>(
  app: App,
  caller: Caller,
  action: Exclude<Action<I, O>, Question<I, O>>,
  input: I,
  asked: Asked,
  permit: Permit,
): Promise<O> {
  const { actor, deadline, requestId } = caller
  if (action.kind === 'change') {
    const requireAllowed = () => authorize(app, caller, action.name, permit)
    await requireAllowed()
    return appendPrepared(app, asked, action, input, requireAllowed)
  }
  if (action.kind === 'job') {
    await authorize(app, caller, action.name, permit)
    return action.run(asked, input)
  }
  return app.transaction(async (tx) => {
    await authorize(app, caller, action.name, permit, tx)
    const output = await action.run({ ...asked, tx, id: app.id }, input)
    if (isSettled(output)) return output.settled
    const told = action.audit ? action.audit(input, output) : input
    await tx.record({ action: action.name, actor, at: asked.now, requestId, permit, told })
    return output
  }, deadline)
}

/** What can be refused before anything is read: a stranger, and a key that is not for this action. */
export function admit<I, O>({ actor }: Pick<Caller, 'actor'>, action: Action<I, O>): void {
  if (actor.kind === 'stranger' && !action.strangers) {
    throw new AppError('unauthenticated', 'credentials are needed: send `Authorization: Bearer <key>`', {
      detail: { credentials: 'missing' },
    })
  }
  if (action.narrowed) return
  if (!isFor(actor, action.name) && !(action.as !== undefined && isFor(actor, action.as))) {
    throw new AppError('forbidden', `this key is not for \`${action.name}\``)
  }
}

/** Whether the key is for an action: by its name, or with all of its noun. */
export function isFor({ scope }: Actor, name: string): boolean {
  const allowed = scope?.actions
  return !allowed || allowed.includes(name) || allowed.includes(`${name.slice(0, name.indexOf('.'))}.*`)
}

export function command<I, O>(parts: CommandParts<I, O>): Command<I, O> {
  return { kind: 'command', ...parts }
}

export function change<I, O, D extends Draft>(parts: ChangeParts<I, O, D>): Change<I, O, D> {
  return { kind: 'change', ...parts }
}

export function job<I, O>(parts: JobParts<I, O>): Job<I, O> {
  return { kind: 'job', ...parts }
}

export function question<I, O>(parts: QuestionParts<I, O>): Question<I, O> {
  return { kind: 'question', ...parts }
}

function keepToStore<I, O>({ scope }: Actor, action: Action<I, O>, input: I): void {
  if (!scope?.stores || action.narrowed) return
  const store = action.store?.(input)
  // The same words for a store that exists and one that does not.
  if (store === undefined || !scope.stores.includes(store))
    throw new AppError('forbidden', 'this key is not for this store')
}

function isSettled<Output>(given: unknown): given is Settled<Output> {
  return typeof given === 'object' && given !== null && 'settled' in given
}

/** A change that was prepared for a model that is no longer in force was not made; it is prepared for the new one. */
async function appendPrepared<I, O, D extends Draft>(
  app: App,
  asked: Asked,
  action: Change<I, O, D>,
  input: I,
  requireAllowed: () => Promise<void> | undefined,
): Promise<O> {
  for (let tries = 1; ; tries++) {
    const preparing = action.prepare(asked, input, tries > 1)
    const hasWaited = preparing instanceof Promise || tries > 1
    const draft = await preparing
    if (isSettled(draft)) return draft.settled
    // To prepare a model may take a minute: whoever was revoked meanwhile changes nothing any more.
    if (hasWaited) await requireAllowed()
    if (asked.deadline.remainingMs() <= 0) throw tooLate()
    try {
      const write = { ...draft.write, actor: asked.actor.subject, action: action.name }
      return await action.answer(await app.append(draft.store, write), input, draft)
    } catch (error) {
      const hasMoved = error instanceof AppError && error.detail.reason === 'model_moved'
      if (!hasMoved || tries === PREPARED_MAX) throw error
    }
  }
}

const PREPARED_MAX = 5

/** Undefined: it may, and nothing had to be waited for. */
function authorize(
  app: App,
  { actor }: Caller,
  name: string,
  permit: Permit,
  tx?: Transaction,
): Promise<void> | undefined {
  if ('anyone' in permit) {
    assert(permit.anyone.trim() !== '', `\`${name}\` permits anyone and does not say why`)
    return undefined
  }
  const { relation, object } = permit
  const requireTrue = (isAllowed: boolean) => {
    if (isAllowed !== true) throw new AppError('forbidden', `\`${name}\` needs \`${relation}\` on \`${object}\``)
  }
  const isAllowed = app.isAllowed(actor, relation, object, tx)
  if (isAllowed instanceof Promise) return isAllowed.then(requireTrue)
  requireTrue(isAllowed)
  return undefined
}

function tooLate(): AppError {
  return new AppError('limit_exceeded', 'the deadline has passed before the work began', {
    detail: { limit: 'deadlineMs' },
  })
}
