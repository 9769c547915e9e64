// Which problems an operation may answer with, derived from its row: whoever reads the document learns the codes that it
// is worth to be ready for. The list of all codes is closed, and so is this one.

import type { ErrorCode } from '../errors.ts'
import { PROBLEM_CODES, statusOf, type WireCode } from './problem.ts'
import type { Route } from './route.ts'

type Code = ErrorCode | WireCode

export interface Failures {
  readonly status: string
  readonly codes: readonly Code[]
}

/** By status, in their order. */
export function failuresOf(row: Route, input: { readonly properties?: Readonly<Record<string, unknown>> }): Failures[] {
  const byStatus = new Map<number, Code[]>()
  const takes = (name: string) => input.properties !== undefined && Object.hasOwn(input.properties, name)
  const codes = PROBLEM_CODES.filter((code) => CASES[code]?.(row, takes))
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code])
  return [...byStatus].sort(([a], [b]) => a - b).map(([status, found]) => ({ status: String(status), codes: found }))
}

type Case = (row: Route, takes: (name: string) => boolean) => boolean

const always: Case = () => true
const keyed: Case = ({ action }) => !action.strangers
const changing: Case = ({ action }) => action.kind !== 'question'
const inStore: Case = ({ path }) => path.includes('/:')
/** A body is read where there may be one, also where none is needed. */
const withBody: Case = ({ method }) => method !== 'GET'
const asking: Case = (_, takes) => takes('consistency')

/** What is not here is the same for every request to whatever path, or a failure of ours. */
// biome-ignore format: a table is read by its columns
const CASES: Readonly<Partial<Record<Code, Case>>> = {
  invalid_input:          always,
  malformed_json:         (row, takes) => withBody(row, takes) && row.flow !== 'up',
  unauthenticated:        always,
  forbidden:              keyed,
  not_found:              inStore,
  not_acceptable:         ({ accepts }) => accepts !== undefined,
  conflict:               changing,
  lost_history:           (row, takes) => asking(row, takes) || (takes('token') && takes('lastEventId')),
  idempotency_mismatch:   (row, takes) => changing(row, takes) && takes('idempotencyKey'),
  precondition_failed:    (_, takes) => takes('preconditions'),
  body_too_large:         withBody,
  unsupported_media_type: withBody,
  limit_exceeded:         (row, takes) => asking(row, takes) || (changing(row, takes) && inStore(row, takes)),
  rate_limited:           keyed,
  unavailable:            always,
  overloaded:             ({ action }) => !(action.kind === 'question' && action.load === 'probe'),
  outcome_unknown:        changing,
}

export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: '`urn:lockness:problem:<code>`' },
    title: { type: 'string', description: 'What the code means' },
    status: { type: 'integer', description: 'The status of the answer' },
    code: { type: 'string', enum: PROBLEM_CODES, description: 'Stays the same for ever: programs go by it' },
    detail: { type: 'string', description: 'What is wrong this time, for people' },
    requestId: { type: 'string', description: 'Names the request in the log; that of `X-Request-Id`, if one was sent' },
    info: { type: 'object', description: 'For programs: the places of wrong input, the reason, the name of a limit' },
  },
}
