// One decision, or many in one request. All of a request are decided at one revision; the two short semantics cut the
// answer after the evaluation that decides. An evaluation that cannot be made is a no that says why.

import type { Verdict } from '@lockness/authz'
import { performParsed } from '../../action.ts'
import type { ForeignCall } from '../../http/route.ts'
import type { AuthorizationPort } from '../authorization-port.ts'
import { AuthZenError, type AuthZenFailure, failureOf } from './authzen.errors.ts'
import { bodyOf, type Evaluation, evaluationIn, type Fields, optionalObjectIn, valueIn } from './authzen.request.ts'

export const EVALUATIONS_MAX = 1_000

interface Decision {
  readonly decision: boolean
  readonly context?: { readonly error: AuthZenFailure }
}

export async function evaluation(call: ForeignCall, port: AuthorizationPort): Promise<object> {
  const [decision] = await decide(call, port, [evaluationIn(bodyOf(call.body))])
  return decision!
}

export async function evaluations(call: ForeignCall, port: AuthorizationPort): Promise<object> {
  const fields = bodyOf(call.body)
  const items = valueIn(fields, 'evaluations')
  const isStop = STOPS[semanticIn(fields)]!
  if (items === undefined || (Array.isArray(items) && items.length === 0)) return evaluation(call, port)
  if (!Array.isArray(items) || !items.every(isObject)) throw new AuthZenError('`evaluations` is an array of objects')
  if (items.length > EVALUATIONS_MAX)
    throw new AuthZenError(`at most ${EVALUATIONS_MAX} evaluations, received ${items.length}`)
  for (const name of ENTITIES) optionalObjectIn(fields, name)
  const decisions = await decide(
    call,
    port,
    items.map((item) => itemIn(fields, item)),
  )
  const end = decisions.findIndex(isStop)
  return { evaluations: end < 0 ? decisions : decisions.slice(0, end + 1) }
}

const ENTITIES = ['subject', 'action', 'resource', 'context'] as const

/** A whole entity of the item stands for the one of the request; nothing of the two is mixed. */
function itemIn(defaults: Fields, item: Fields): Evaluation | AuthZenFailure {
  const whole: Record<string, unknown> = {}
  for (const name of ENTITIES) whole[name] = valueIn(item, name) ?? valueIn(defaults, name)
  try {
    return evaluationIn(whole)
  } catch (error) {
    if (!(error instanceof AuthZenError)) throw error
    return { status: 400, message: error.message }
  }
}

const STOPS: Readonly<Record<string, (decision: Decision) => boolean>> = {
  execute_all: () => false,
  deny_on_first_deny: ({ decision }) => !decision,
  permit_on_first_permit: ({ decision }) => decision,
}

function semanticIn(fields: Fields): string {
  const options = optionalObjectIn(fields, 'options')
  const semantic = (options && valueIn(options, 'evaluations_semantic')) ?? 'execute_all'
  if (typeof semantic === 'string' && Object.hasOwn(STOPS, semantic)) return semantic
  throw new AuthZenError(`\`evaluations_semantic\` is one of ${Object.keys(STOPS).join(', ')}`)
}

async function decide(
  { app, caller, params }: ForeignCall,
  port: AuthorizationPort,
  asked: readonly (Evaluation | AuthZenFailure)[],
): Promise<Decision[]> {
  const checks = asked.filter((each) => 'question' in each)
  const verdicts = await performParsed(app, caller, port.checkMany, { store: params.store!, checks })
  let next = 0
  return asked.map((each) =>
    'question' in each ? decisionOf(verdicts[next++]!) : { decision: false, context: { error: each } },
  )
}

function decisionOf(verdict: Verdict): Decision {
  if (verdict.answer !== 'error') return { decision: verdict.answer === 'yes' }
  return { decision: false, context: { error: failureOf(verdict.error) } }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
