// The questions of OpenFGA's API: a request becomes one action of ours, its answer becomes theirs. Nothing is decided
// here; what cannot be answered is an error, never a no.

import { setImmediate } from 'node:timers/promises'
import type { Answer, CheckQuestion, ListObjectsQuestion, Verdict } from '@lockness/authz'
import { performParsed } from '../../action.ts'
import type { ForeignCall, PlainCall } from '../../http/route.ts'
import { Streamed, sendStream } from '../../http/stream.ts'
import type { Asked } from '../authorization-port.ts'
import { FgaError, failFga, questionFailure } from './openfga.errors.ts'
import type { ObjectStream, OpenFgaPort } from './openfga.port.ts'
import {
  bodyOf,
  circumstancesIn,
  consistencyIn,
  type Fields,
  invalid,
  listIn,
  messageIn,
  optionalText,
  RULES,
  requiredKey,
  ruledText,
  situationIn,
} from './openfga.request.ts'
import { nodeOut, userOut } from './openfga.wire.ts'

const BATCH_MAX = 50
/** More are not listed, and nobody is told: that is how their API is defined. */
const RESULTS_MAX = 1_000

export function check({ app, caller, body, params }: PlainCall, port: OpenFgaPort): object | Promise<object> {
  const fields = bodyOf(body)
  const question = checkQuestionIn(requiredKey(fields, 'CheckRequest'))
  const asked: Asked<CheckQuestion> = { ...situationIn(fields, params.store!, 'CheckRequest'), question }
  const verdict = performParsed(app, caller, port.check, asked)
  return verdict instanceof Promise ? verdict.then(checkOut) : checkOut(verdict)
}

function checkOut(verdict: Verdict): object {
  return { allowed: isAllowed(verdict), resolution: '' }
}

function isAllowed(verdict: Verdict): boolean {
  if (verdict.answer === 'error') throw questionFailure('check', verdict.error)
  return verdict.answer === 'yes'
}

function checkQuestionIn(key: Fields): CheckQuestion {
  const subject = ruledText(key, 'user', 'CheckRequestTupleKey', RULES.user)
  const relation = ruledText(key, 'relation', 'CheckRequestTupleKey', RULES.relation)
  const object = ruledText(key, 'object', 'CheckRequestTupleKey', RULES.object)
  return { subject, relation, object }
}

export async function batchCheck({ app, caller, body, params }: PlainCall, port: OpenFgaPort): Promise<object> {
  const fields = bodyOf(body)
  const items = listIn(fields, 'checks')
  if (items.length === 0) throw invalid('BatchCheckRequest', 'Checks', 'value must contain at least 1 item(s)')
  if (items.length > BATCH_MAX)
    throw new FgaError(
      'validation_error',
      `batchCheck received ${items.length} checks, the maximum allowed is ${BATCH_MAX}`,
    )
  const ids = items.map((item) => ruledText(item, 'correlation_id', 'BatchCheckItem', RULES.correlationId))
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) throw new FgaError('validation_error', `received duplicate correlation id: ${twice}`)
  const checks = items.map((item) => ({
    question: checkQuestionIn(requiredKey(item, 'BatchCheckItem')),
    ...circumstancesIn(item, 'BatchCheckItem'),
  }))
  const model = optionalText(fields, 'authorization_model_id', 'BatchCheckRequest', RULES.id)
  const verdicts = await performParsed(app, caller, port.checkMany, {
    store: params.store!,
    ...(model ? { model } : {}),
    consistency: consistencyIn(fields),
    checks,
  })
  const result: Record<string, object> = Object.create(null)
  for (const [at, id] of ids.entries()) result[id] = batchItemOut(verdicts[at]!)
  return { result }
}

function batchItemOut(verdict: Verdict): object {
  if (verdict.answer !== 'error') return { allowed: verdict.answer === 'yes' }
  const { status, body } = failFga(questionFailure('check', verdict.error))
  return { error: { [status < 500 ? 'input_error' : 'internal_error']: body.code, message: body.message } }
}

export async function expand({ app, caller, body, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const fields = bodyOf(body)
  const key = requiredKey(fields, 'ExpandRequest')
  const relation = ruledText(key, 'relation', 'ExpandRequestTupleKey', RULES.relation)
  const object = ruledText(key, 'object', 'ExpandRequestTupleKey', RULES.object)
  const input = { ...situationIn(fields, params.store!, 'ExpandRequest'), question: { object, relation } }
  return { tree: { root: nodeOut(unwrap('check', await performParsed(app, caller, port.expand, input))) } }
}

function listObjectsIn(body: unknown, store: string): Asked<ListObjectsQuestion> {
  const fields = bodyOf(body)
  const type = ruledText(fields, 'type', 'ListObjectsRequest', RULES.type)
  const relation = ruledText(fields, 'relation', 'ListObjectsRequest', RULES.relation)
  const subject = ruledText(fields, 'user', 'ListObjectsRequest', RULES.user)
  return { ...situationIn(fields, store, 'ListObjectsRequest'), question: { subject, relation, type } }
}

export async function listObjects({ app, caller, body, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const input = { ...listObjectsIn(body, params.store!), paging: { pageSize: RESULTS_MAX } }
  return { objects: unwrap('list', await performParsed(app, caller, port.listObjects, input)).items }
}

export async function listUsers({ app, caller, body, params }: ForeignCall, port: OpenFgaPort): Promise<object> {
  const fields = bodyOf(body)
  const message = 'ListUsersRequest'
  const on = messageIn(fields, 'object')
  if (!on) throw invalid(message, 'Object', 'value is required')
  const object = `${ruledText(on, 'type', 'Object', RULES.type)}:${ruledText(on, 'id', 'Object', RULES.objectId)}`
  const relation = ruledText(fields, 'relation', message, RULES.relation)
  const filters = listIn(fields, 'user_filters')
  if (filters.length !== 1) throw invalid(message, 'UserFilters', 'value must contain exactly 1 item(s)')
  const type = ruledText(filters[0]!, 'type', 'UserTypeFilter', RULES.type)
  const inner = optionalText(filters[0]!, 'relation', 'UserTypeFilter', RULES.relation)
  const input = {
    ...situationIn(fields, params.store!, message),
    question: { object, relation, filter: { type, ...(inner ? { relation: inner } : {}) } },
    paging: { pageSize: RESULTS_MAX },
  }
  return { users: unwrap('list', await performParsed(app, caller, port.listSubjects, input)).items.map(userOut) }
}

export async function streamedListObjects(
  { app, caller, body, params, request, reply }: ForeignCall,
  port: OpenFgaPort,
): Promise<void> {
  const stream = await performParsed(app, caller, port.streamObjects, listObjectsIn(body, params.store!))
  // The status is known once there is something to send.
  const first = await nextChunk(stream)
  await sendStream(request, reply, new Streamed('application/json', lines(first, stream)))
}

/** Passes over empty chunks; throws what the end says. */
async function nextChunk(stream: ObjectStream): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await stream.next()
    if (!done && value.length > 0) return value
    if (done && !value.ok) throw questionFailure('list', value.error)
    if (done) return undefined
    await setImmediate()
  }
}

async function* lines(first: Uint8Array | undefined, stream: ObjectStream): AsyncGenerator<string> {
  try {
    for (let chunk = first; chunk; chunk = await nextChunk(stream)) {
      const objects = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('utf8').split('\n')
      yield objects
        .filter((object) => object !== '')
        .map((object) => `{"result":{"object":${object}}}\n`)
        .join('')
      await setImmediate()
    }
  } catch (error) {
    const { code, message } = failFga(error).body
    yield `${JSON.stringify({ error: { code, message } })}\n`
  }
}

function unwrap<T>(api: 'check' | 'list', answer: Answer<T>): T {
  if (!answer.ok) throw questionFailure(api, answer.error)
  return answer.value
}

export function assertionQuestionIn(fields: Fields): CheckQuestion {
  const key = messageIn(fields, 'tuple_key')
  if (!key) throw invalid('Assertion', 'TupleKey', 'value is required', 'tuple_key_value_not_specified')
  return {
    subject: ruledText(key, 'user', 'AssertionTupleKey', RULES.user),
    relation: ruledText(key, 'relation', 'AssertionTupleKey', RULES.relation),
    object: ruledText(key, 'object', 'AssertionTupleKey', RULES.object),
  }
}
