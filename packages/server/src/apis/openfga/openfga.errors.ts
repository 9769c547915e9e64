// Our errors in OpenFGA's words. A code of theirs is a name with a number, and the number's range says the HTTP status,
// with the exceptions that its clients know. The tables are total: a code of ours without theirs does not compile.

import type { QuestionError, QuestionErrorCode } from '@lockness/authz'
import { AppError, type ErrorCode } from '../../errors.ts'
import { type WireCode, WireError } from '../../http/problem.ts'

// biome-ignore format: a table is read by its columns
export const NUMBERS = {
  bearer_token_missing:                         1010,
  unauthenticated:                              1500,
  forbidden:                                    1600,
  validation_error:                             2000,
  authorization_model_not_found:                2001,
  authorization_model_resolution_too_complex:   2002,
  invalid_write_input:                          2003,
  cannot_allow_duplicate_tuples_in_one_request: 2004,
  invalid_continuation_token:                   2007,
  write_failed_due_to_invalid_input:            2017,
  latest_authorization_model_not_found:         2020,
  type_not_found:                               2021,
  relation_not_found:                           2022,
  invalid_tuple:                                2027,
  store_id_invalid_length:                      2030,
  assertions_too_many_items:                    2033,
  id_too_long:                                  2034,
  tuple_key_value_not_specified:                2037,
  page_size_invalid:                            2039,
  param_missing_value:                          2040,
  difference_base_missing_value:                2041,
  subtract_base_missing_value:                  2042,
  relation_too_long:                            2044,
  type_definitions_too_few_items:               2045,
  type_invalid_length:                          2046,
  type_invalid_pattern:                         2047,
  relations_too_long:                           2049,
  relations_invalid_pattern:                    2050,
  object_invalid_pattern:                       2051,
  query_string_type_continuation_token_mismatch: 2052,
  exceeded_entity_limit:                        2053,
  invalid_authorization_model:                  2056,
  unsupported_schema_version:                   2057,
  invalid_start_time:                           2059,
  throttled_timeout_error:                      3500,
  internal_error:                               4000,
  deadline_exceeded:                            4004,
  resource_exhausted:                           4006,
  unavailable:                                  4010,
  undefined_endpoint:                           5000,
  store_id_not_found:                           5002,
} as const

export type FgaCode = keyof typeof NUMBERS | 'Aborted'

// biome-ignore format: a table is read by its columns
const STATUS: readonly (readonly [from: number, status: number])[] = [
  [5000, 404],
  [4000, 500],
  [3500, 422],
  [2000, 400],
  [1000, 401],
]

/** Where the status is not the range's. */
const SPECIAL: Partial<Record<FgaCode, number>> = { Aborted: 409, resource_exhausted: 429, unavailable: 503 }

export class FgaError extends Error {
  override name = 'FgaError'
  readonly code: FgaCode

  constructor(code: FgaCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}

export function statusOfFga(code: FgaCode): number {
  const special = SPECIAL[code]
  if (special !== undefined || code === 'Aborted') return special ?? 409
  return STATUS.find(([from]) => NUMBERS[code] >= from)![1]
}

// biome-ignore format: a table is read by its columns
const OURS: Readonly<Record<ErrorCode | WireCode, FgaCode>> = {
  invalid_input:          'validation_error',
  malformed_json:         'validation_error',
  malformed_request:      'validation_error',
  not_acceptable: 'validation_error',
  unsupported_media_type: 'validation_error',
  expired:                'validation_error',
  unauthenticated:        'unauthenticated',
  forbidden:              'forbidden',
  not_found:              'store_id_not_found',
  route_not_found:        'undefined_endpoint',
  method_not_allowed:     'undefined_endpoint',
  conflict:               'Aborted',
  precondition_failed:    'Aborted',
  idempotency_mismatch:   'Aborted',
  lost_history:           'Aborted',
  limit_exceeded:         'authorization_model_resolution_too_complex',
  body_too_large:         'exceeded_entity_limit',
  headers_too_large:      'exceeded_entity_limit',
  request_timeout:        'deadline_exceeded',
  rate_limited:           'resource_exhausted',
  overloaded:             'resource_exhausted',
  unavailable:            'unavailable',
  outcome_unknown:        'internal_error',
  misconfigured:          'internal_error',
  internal:               'internal_error',
}

const REASONS: Readonly<Record<string, FgaCode>> = {
  store: 'store_id_not_found',
  model: 'authorization_model_not_found',
  latest_model: 'latest_authorization_model_not_found',
  invalid_model: 'invalid_authorization_model',
  tuple_exists: 'write_failed_due_to_invalid_input',
  tuple_absent: 'write_failed_due_to_invalid_input',
  cursor: 'invalid_continuation_token',
  deadlineMs: 'deadline_exceeded',
  missing: 'bearer_token_missing',
}

export function failFga(error: unknown): {
  readonly status: number
  readonly body: { code: FgaCode; message: string }
} {
  const code = fgaCodeOf(error)
  return { status: statusOfFga(code), body: { code, message: messageOf(error) } }
}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.shown
  return error instanceof FgaError || error instanceof WireError ? error.message : 'Internal Server Error'
}

function fgaCodeOf(error: unknown): FgaCode {
  if (error instanceof FgaError) return error.code
  if (error instanceof WireError) return OURS[error.code]
  if (!(error instanceof AppError)) return 'internal_error'
  const { what, reason, parameter, limit, credentials } = error.detail
  const told = [what, reason, parameter, limit, credentials].find(
    (each) => typeof each === 'string' && Object.hasOwn(REASONS, each),
  )
  return told === undefined ? OURS[error.code] : REASONS[told as string]!
}

/** A check calls everything wrong a validation error; a list says whether the type or the relation is not there. */
// biome-ignore format: a table is read by its columns
const QUESTIONS: Readonly<Record<QuestionErrorCode, readonly [check: FgaCode, list: FgaCode]>> = {
  invalid_object:           ['validation_error',                           'validation_error'],
  invalid_subject:          ['validation_error',                           'validation_error'],
  unknown_type:             ['validation_error',                           'type_not_found'],
  unknown_relation:         ['validation_error',                           'relation_not_found'],
  invalid_contextual_tuple: ['invalid_tuple',                              'invalid_tuple'],
  missing_context:          ['validation_error',                           'validation_error'],
  condition_failed:         ['validation_error',                           'validation_error'],
  limit_exceeded:           ['authorization_model_resolution_too_complex', 'authorization_model_resolution_too_complex'],
  invalid_cursor:           ['invalid_continuation_token',                 'invalid_continuation_token'],
  revision_unavailable:     ['unavailable',                                'unavailable'],
}

export function questionFailure(api: 'check' | 'list', { code, message, limit }: QuestionError): FgaError {
  if (limit === 'deadlineMs') return new FgaError('deadline_exceeded', message)
  if (limit === 'contextualTuplesMax') return new FgaError('validation_error', message)
  return new FgaError(QUESTIONS[code][api === 'check' ? 0 : 1], message)
}
