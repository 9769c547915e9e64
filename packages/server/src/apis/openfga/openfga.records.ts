// What OpenFGA's API keeps: stores, models, tuples, their changes, assertions. Requests become actions of ours; pages
// become theirs, whose tokens hold our cursors and, for changes, the type that they were asked for.

import type { Tuple } from '@lockness/authz'
import { performParsed } from '../../action.ts'
import { AppError } from '../../errors.ts'
import type { ForeignCall, PlainCall } from '../../http/route.ts'
import { FgaError } from './openfga.errors.ts'
import { modelIn, modelOut } from './openfga.model.ts'
import type { Assertion, ListInput, OpenFgaPort, TupleFilter } from './openfga.port.ts'
import { assertionQuestionIn } from './openfga.questions.ts'
import {
  bodyOf,
  checkText,
  circumstancesIn,
  type Fields,
  fieldOf,
  invalid,
  listIn,
  messageIn,
  oneOf,
  optionalText,
  pageSizeIn,
  RULES,
  ruledText,
  textIn,
  tokenIn,
  tupleIn,
} from './openfga.request.ts'
import { assertionOut, changeOut, storedTupleOut, storeOut, tupleKeyOut } from './openfga.wire.ts'

const WRITES_MAX = 100
const ASSERTIONS_MAX = 100
const ASSERTION_TUPLES_MAX = 20

function pageIn(fields: Fields, message: string): ListInput {
  const cursor = tokenIn(fields, message)
  return { pageSize: pageSizeIn(fields, message), ...(cursor ? { cursor } : {}) }
}

export async function createStore({ app, caller, body, reply }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const name = ruledText(bodyOf(body), 'name', 'CreateStoreRequest', RULES.storeName)
  void reply.code(201)
  return storeOut(await performParsed(app, caller, port.createStore, { name }))
}

export async function listStores({ app, caller, request }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const query = bodyOf(request.query)
  const name = textIn(query, 'name')
  const input = { ...pageIn(query, 'ListStoresRequest'), ...(name ? { name } : {}) }
  const { items, cursor = '' } = await performParsed(app, caller, port.listStores, input)
  return { stores: items.map((store) => ({ ...storeOut(store), deleted_at: null })), continuation_token: cursor }
}

export async function getStore({ app, caller, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  return { ...storeOut(await performParsed(app, caller, port.getStore, { store: params.store! })), deleted_at: null }
}

export async function deleteStore({ app, caller, params, reply }: ForeignCall, port: OpenFgaPort): Promise<undefined> {
  try {
    await performParsed(app, caller, port.deleteStore, { store: params.store! })
  } catch (error) {
    // Deleting what is not there is done.
    if (!(error instanceof AppError && error.code === 'not_found')) throw error
  }
  void reply.code(204)
}

export async function writeModel(
  { app, caller, params, body, reply }: ForeignCall,
  port: OpenFgaPort,
): Promise<object> {
  const definition = modelIn(bodyOf(body))
  const id = await performParsed(app, caller, port.writeModel, { store: params.store!, definition })
  void reply.code(201)
  return { authorization_model_id: id }
}

export async function readModel({ app, caller, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  checkText(params.model!, 'ReadAuthorizationModelRequest', 'id', RULES.id)
  const { id, model } = await performParsed(app, caller, port.getModel, { store: params.store!, model: params.model! })
  return { authorization_model: modelOut(id, model) }
}

export async function readModels({ app, caller, params, request }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const input = { store: params.store!, ...pageIn(bodyOf(request.query), 'ReadAuthorizationModelsRequest') }
  const { items, cursor = '' } = await performParsed(app, caller, port.listModels, input)
  return { authorization_models: items.map(({ id, model }) => modelOut(id, model)), continuation_token: cursor }
}

export async function write({ app, caller, params, body }: PlainCall, port: OpenFgaPort): Promise<object> {
  const fields = bodyOf(body)
  const [writes, deletes] = [messageIn(fields, 'writes') ?? {}, messageIn(fields, 'deletes') ?? {}]
  const added = listIn(writes, 'tuple_keys').map((key) => tupleIn(key))
  const removed = listIn(deletes, 'tuple_keys').map((key) => withoutCondition(tupleIn(key, 'TupleKeyWithoutCondition')))
  assertWritable(added, removed)
  const model = optionalText(fields, 'authorization_model_id', 'WriteRequest', RULES.id)
  await performParsed(app, caller, port.write, {
    store: params.store!,
    ...(model ? { model } : {}),
    added,
    removed,
    ignoreExisting: oneOf(writes, 'on_duplicate', DUPLICATES, 'error') === 'ignore',
    ignoreAbsent: oneOf(deletes, 'on_missing', DUPLICATES, 'error') === 'ignore',
  })
  return {}
}

const DUPLICATES = { error: 'error', ignore: 'ignore' } as const

function withoutCondition({ object, relation, subject }: Tuple): Tuple {
  return { object, relation, subject }
}

function assertWritable(added: readonly Tuple[], removed: readonly Tuple[]): void {
  const all = [...removed, ...added]
  if (all.length === 0)
    throw new FgaError(
      'invalid_write_input',
      'Invalid input. Make sure you provide at least one write, or at least one delete',
    )
  if (all.length > WRITES_MAX) {
    throw new FgaError(
      'exceeded_entity_limit',
      `The number of write operations exceeds the allowed limit of ${WRITES_MAX}`,
    )
  }
  const seen = new Set<string>()
  for (const { object, relation, subject } of all) {
    const key = JSON.stringify([object, relation, subject])
    if (seen.has(key)) {
      throw new FgaError(
        'cannot_allow_duplicate_tuples_in_one_request',
        `duplicate tuple in write: user: '${subject}', relation: '${relation}', object: '${object}'`,
      )
    }
    seen.add(key)
  }
  const implicit = added.find(({ object, relation, subject }) => subject === `${object}#${relation}`)
  if (implicit)
    throw new FgaError(
      'validation_error',
      `cannot write a tuple that is implicit: ${JSON.stringify(tupleKeyOut(implicit))}`,
    )
}

export async function read({ app, caller, params, body }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const fields = bodyOf(body ?? {})
  const key = messageIn(fields, 'tuple_key')
  const input = { store: params.store!, ...pageIn(fields, 'ReadRequest'), ...(key ? { filter: filterIn(key) } : {}) }
  const { items, cursor = '' } = await performParsed(app, caller, port.read, input)
  return { tuples: items.map(storedTupleOut), continuation_token: cursor }
}

function filterIn(key: Fields): TupleFilter {
  const message = 'ReadRequestTupleKey'
  const object = optionalText(key, 'object', message, RULES.object)
  const subject = optionalText(key, 'user', message, RULES.user)
  const relation = optionalText(key, 'relation', message, RULES.relation)
  const colon = object?.indexOf(':') ?? -1
  if (object === undefined || colon < 1 || (colon === object.length - 1 && subject === undefined)) {
    throw new FgaError(
      'validation_error',
      "the 'tuple_key' field was provided but the object type field is required and both the object id and user cannot be empty",
    )
  }
  return { object, ...(relation ? { relation } : {}), ...(subject ? { subject } : {}) }
}

export async function readChanges({ app, caller, params, request }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const query = bodyOf(request.query)
  const type = optionalText(query, 'type', 'ReadChangesRequest', RULES.type)
  const token = tokenIn(query, 'ReadChangesRequest')
  const cursor = token && changesCursorIn(token, type)
  const since = cursor ? undefined : startTimeIn(query)
  const { items, cursor: next } = await performParsed(app, caller, port.changes, {
    store: params.store!,
    pageSize: pageSizeIn(query, 'ReadChangesRequest'),
    ...(type ? { type } : {}),
    ...(cursor ? { cursor } : {}),
    ...(since ? { since } : {}),
  })
  const continuation = next === undefined ? (token ?? '') : changesTokenOut(next, type)
  return { changes: items.map(changeOut), continuation_token: continuation }
}

function changesTokenOut(cursor: string, type = ''): string {
  return Buffer.from(JSON.stringify([type, cursor])).toString('base64url')
}

function changesCursorIn(token: string, type = ''): string {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (!Array.isArray(parts) || parts.length !== 2 || !parts.every((part) => typeof part === 'string')) {
    throw new FgaError('invalid_continuation_token', 'Invalid continuation token')
  }
  const [ofType, cursor] = parts as [string, string]
  if (ofType === type) return cursor
  throw new FgaError(
    'query_string_type_continuation_token_mismatch',
    'The type in the querystring and the continuation token don’t match',
  )
}

function startTimeIn(query: Fields): Date | undefined {
  const text = textIn(query, 'start_time')
  if (text === '') return undefined
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text)
  const time = new Date(isTime ? text : Number.NaN)
  if (Number.isNaN(time.getTime())) throw new FgaError('invalid_start_time', 'Invalid start time')
  return time
}

export async function readAssertions({ app, caller, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  checkText(params.model!, 'ReadAssertionsRequest', 'authorization_model_id', RULES.id)
  const assertions = await performParsed(app, caller, port.readAssertions, {
    store: params.store!,
    model: params.model!,
  })
  return { authorization_model_id: params.model, assertions: assertions.map(assertionOut) }
}

export async function writeAssertions(
  { app, caller, params, body, reply }: ForeignCall,
  port: OpenFgaPort,
): Promise<undefined> {
  checkText(params.model!, 'WriteAssertionsRequest', 'authorization_model_id', RULES.id)
  const given = listIn(bodyOf(body), 'assertions')
  if (given.length > ASSERTIONS_MAX) {
    throw invalid(
      'WriteAssertionsRequest',
      'Assertions',
      `value must contain no more than ${ASSERTIONS_MAX} item(s)`,
      'assertions_too_many_items',
    )
  }
  const assertions = given.map(assertionIn)
  await performParsed(app, caller, port.writeAssertions, { store: params.store!, model: params.model!, assertions })
  void reply.code(204)
}

function assertionIn(fields: Fields): Assertion {
  const { contextualTuples = [], context } = circumstancesIn(fields, 'Assertion')
  if (contextualTuples.length > ASSERTION_TUPLES_MAX) {
    throw invalid('Assertion', 'ContextualTuples', `value must contain no more than ${ASSERTION_TUPLES_MAX} item(s)`)
  }
  const expectation = fieldOf(fields, 'expectation') ?? false
  if (typeof expectation !== 'boolean') throw new FgaError('validation_error', 'expected a boolean for `expectation`')
  return { question: assertionQuestionIn(fields), expectation, contextualTuples, ...(context ? { context } : {}) }
}
