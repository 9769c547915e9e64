// What one write is: the changes that become one revision, what must be true for it, and who does it why. This file
// says what a well-formed one is and how it is put to the database; append.ts carries it out.

import { hash } from 'node:crypto'
import { CONDITION_CONTEXT_BYTES_MAX, parseObject, parseSubject, type Tuple, tupleKey } from '@lockness/authz'
import { AppError } from '../errors.ts'

export type TupleKey = Pick<Tuple, 'object' | 'relation' | 'subject'>

export type TupleChange =
  /** `add` is refused if it is there; `put` makes it be there like this. */
  | { readonly op: 'add' | 'put'; readonly tuple: Tuple }
  /** `remove` is refused if it is not there; `clear` makes it not be there; `expire` only if its time has come. */
  | { readonly op: 'remove' | 'clear' | 'expire'; readonly tuple: TupleKey }

/** Judged under the lock, before any change. An expired tuple is not there. */
export type Precondition =
  | {
      readonly kind: 'exists' | 'absent'
      readonly object: string
      readonly relation?: string
      readonly subject?: string
    }
  | { readonly kind: 'revision'; readonly revision: number }
  | { readonly kind: 'model'; readonly model: string }

export interface Write {
  readonly changes: readonly TupleChange[]
  readonly preconditions?: readonly Precondition[]
  /**
   * The model that the tuples were judged by. Refused as `precondition_failed` with the reason `model_moved` when another
   * one is in force by now; null: that there is none. Not part of what an idempotency key stands for: the same write may
   * be judged again.
   */
  readonly judgedBy?: string | null
  /** Refused in the same way when a revision after this one has added a tuple of another form: see model-impact.ts. */
  readonly formsKept?: { readonly after: number; readonly forms: readonly string[] }
  /** The same key with the same write within 24 hours: the first one's result. With another write: an error. */
  readonly idempotencyKey?: string
  /** What the key stands for, where the same write has other ids each time that it is made. Default: the write. */
  readonly keyStandsFor?: string
  readonly actor: string
  /** What the actor did, in the words of the audit log: `tuple.write`. */
  readonly action: string
  readonly reason?: string
  readonly source: string
  /** A new version of the model, in force from this revision on. */
  readonly model?: { readonly id: string; readonly body: string; readonly modules?: readonly ModuleVersion[] }
  /** What is in modules that the model is made of, unless it is known. */
  readonly modules?: readonly ModuleFiles[]
  /** Labels that stand for another model from now on, or, with null, for none. */
  readonly labels?: readonly { readonly label: string; readonly model: string | null }[]
}

export interface ModuleVersion {
  readonly name: string
  readonly hash: string
}

export interface ModuleFiles extends ModuleVersion {
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

export const CHANGES_MAX = 10_000
export const PRECONDITIONS_MAX = 100
/** Together with the rest of a key they fit into an entry of a B-tree, which holds 2,704 bytes. */
export const OBJECT_BYTES_MAX = 768
export const RELATION_BYTES_MAX = 128
export const SUBJECT_BYTES_MAX = 896
const TEXT_BYTES_MAX = 4_096

export interface EncodedTuple extends TupleKey {
  readonly condition?: string
  readonly context?: string
  readonly expiresAt?: number
}

/** Throws `invalid_input` or `limit_exceeded` for what is not well-formed. */
export function requireWrite(write: Write): void {
  const { changes, preconditions = [], judgedBy, idempotencyKey, actor, action, reason, source } = write
  const { model, modules = [], labels = [] } = write
  if (changes.length > CHANGES_MAX) throw tooMany('changes', changes.length, CHANGES_MAX)
  if (preconditions.length > PRECONDITIONS_MAX) throw tooMany('preconditions', preconditions.length, PRECONDITIONS_MAX)
  for (const text of [actor, action, source, reason, idempotencyKey, judgedBy, model?.id])
    requireShortText(text, TEXT_BYTES_MAX)
  for (const { label, model } of labels) for (const text of [label, model]) requireShortText(text, TEXT_BYTES_MAX)
  if (model) requireText(model.body, Number.MAX_SAFE_INTEGER)
  for (const { path, text } of modules.flatMap(({ files }) => files))
    for (const each of [path, text]) requireText(each, Number.MAX_SAFE_INTEGER)
  for (const { tuple } of changes) requireTuple(tuple)
  if (changes.length > 1) requireDifferent(changes)
}

function requireDifferent(changes: readonly TupleChange[]): void {
  const seen = new Set<string>()
  for (const { tuple } of changes) {
    const key = tupleKey(tuple)
    if (seen.has(key)) throw new AppError('invalid_input', `\`${key}\` is changed twice in one write`)
    seen.add(key)
  }
}

/** A well-formed write as the function `lockness.append` takes it. */
export function encodeWrite(write: Write, commitId: string): object {
  const { judgedBy, formsKept, idempotencyKey } = write
  const judged = { ...(judgedBy !== undefined && { judgedBy }), ...(formsKept && { formsKept }) }
  const keyed = idempotencyKey === undefined ? {} : { key: idempotencyKey, hash: keyedHash(write) }
  return { ...keyed, commitId, ...judged, ...requestOf(write) }
}

/** What an idempotency key is known to stand for. */
export function keyedHash(write: Write): string {
  return hash('sha256', write.keyStandsFor ?? JSON.stringify(requestOf(write)))
}

function requestOf(write: Write): object {
  const { changes, preconditions = [], actor, action, reason, source, model, modules, labels } = write
  return {
    changes: changes.map(({ op, tuple }) => ({ op, ...encodeTuple(tuple) })),
    preconditions,
    actor,
    action,
    ...(reason !== undefined && { reason }),
    source,
    ...(model && { model }),
    ...(modules?.length && { module: modules }),
    ...(labels?.length && { labels }),
  }
}

/** As a row: the condition's context is text, so that it comes back as it was. */
export function encodeTuple(tuple: Tuple): EncodedTuple {
  const { object, relation, subject, condition, expiresAt } = tuple
  const context = condition?.context && JSON.stringify(condition.context)
  return {
    object,
    relation,
    subject,
    ...(condition && { condition: condition.name }),
    ...(context !== undefined && { context }),
    ...(expiresAt !== undefined && { expiresAt }),
  }
}

/** Throws for a tuple that is not well-formed, or that a row cannot hold. */
export function requireTuple(tuple: Tuple): void {
  requireKey(tuple)
  const { condition, expiresAt } = tuple
  if (condition) requireText(condition.name, TEXT_BYTES_MAX)
  if (condition?.context) requireText(JSON.stringify(condition.context), CONDITION_CONTEXT_BYTES_MAX)
  if (expiresAt !== undefined && !Number.isSafeInteger(expiresAt))
    throw new AppError('invalid_input', `an expiry is a whole number of milliseconds, not \`${expiresAt}\``)
}

export function requireKey({ object, relation, subject }: TupleKey): void {
  requireShortText(object, OBJECT_BYTES_MAX)
  requireShortText(relation, RELATION_BYTES_MAX)
  requireShortText(subject, SUBJECT_BYTES_MAX)
  if (!parseObject(object)) throw new AppError('invalid_input', `\`${object}\` is not \`type:id\``)
  if (!parseSubject(subject))
    throw new AppError('invalid_input', `\`${subject}\` is not \`type:id\`, \`type:*\` or \`type:id#relation\``)
  if (relation === '') throw new AppError('invalid_input', 'a tuple has a relation')
}

/** The same for what is nearly always plain: looked at once, which takes a quarter of the time. */
function requireShortText(text: string | null | undefined, bytesMax: number): void {
  if (text === undefined || text === null) return
  if (text.length > bytesMax || !PLAIN.test(text)) requireText(text, bytesMax)
}

/** ASCII that can be shown, without the backslash. */
const PLAIN = /^[ -[\]-~]*$/

/** PostgreSQL keeps neither half a surrogate pair nor a zero. */
function requireText(text: string, bytesMax: number): void {
  if (!text.isWellFormed() || text.includes('\0'))
    throw new AppError('invalid_input', 'a text has characters that are not Unicode text')
  // JSON hides both behind escapes.
  if (/\\u(0000|d[89a-f])/i.test(text))
    throw new AppError('invalid_input', 'a text has escapes that are not Unicode text')
  const bytes = Buffer.byteLength(text)
  if (bytes > bytesMax)
    throw new AppError('limit_exceeded', `a text has ${bytes} bytes, at most ${bytesMax} are allowed`)
}

function tooMany(what: string, count: number, max: number): AppError {
  return new AppError('limit_exceeded', `one write has ${count} ${what}, at most ${max} are allowed`)
}
