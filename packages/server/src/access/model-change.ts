// Whether a new model may come into force, and everything that a caller wants to know before: its mistakes, its tests, what
// changes in meaning, and what would be orphaned. The same report for a model written whole and for one of modules.

import { type AuthorizationModel, compileModel, MODEL_BYTES_MAX } from '@lockness/authz'
import { compileConditions } from '@lockness/language'
import type { Asked } from '../action.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { type Impact, type Judged, judgeImpact } from './model-impact.ts'
import type { Mistake, TestReport } from './module.ts'
import type { Replicas } from './replicas.ts'

export interface Candidate {
  readonly model: AuthorizationModel
  readonly errors: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  readonly tests?: TestReport
}

export interface ChangeReport {
  readonly isAccepted: boolean
  readonly refusal?: Refusal
  readonly errors: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  readonly tests?: TestReport
  readonly impact?: Impact
}

interface Refusal {
  readonly code: ErrorCode
  readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'
  readonly message: string
}

export interface JudgedChange {
  readonly report: ChangeReport
  readonly body: string
  readonly guard: Judged['guard']
}

interface Situation {
  readonly replicas: Replicas
  readonly store: string
  /** The model in force. */
  readonly base: { readonly id: string; readonly since: number } | undefined
  readonly allowOrphans: boolean
  /** Also tells who would gain and who would lose what. */
  readonly dryRun: boolean
}

export async function judgeChange(
  { replicas, store, base, allowOrphans, dryRun }: Situation,
  asked: Asked,
  { model, errors, warnings, tests }: Candidate,
): Promise<JudgedChange> {
  const body = JSON.stringify(model)
  const found = { errors, warnings }
  const refused = (refusal: Refusal, more: Partial<ChangeReport> = {}): JudgedChange => ({
    report: { isAccepted: false, refusal, ...found, ...more },
    body,
    guard: {},
  })
  if (errors[0]) return refused({ code: 'invalid_input', reason: 'invalid_model', message: messageOf(errors[0]) })
  const bytes = Buffer.byteLength(body)
  if (bytes > MODEL_BYTES_MAX)
    throw new AppError('limit_exceeded', `the model has ${bytes} bytes, at most ${MODEL_BYTES_MAX} are allowed`)
  const { impact, guard } = await judgeImpact(replicas, asked, store, base, {
    next: compileModel(model, compileConditions(model).conditions),
    tellsDecisions: dryRun,
  })
  const more = { ...(tests && { tests }), ...(impact && { impact }) }
  if (tests && tests.failed > 0) {
    const message = `${tests.failed} of ${tests.passed + tests.failed} tests fail`
    return refused({ code: 'conflict', reason: 'tests_failed', message }, more)
  }
  const orphans = impact?.orphans.count ?? 0
  if (orphans > 0 && !allowOrphans) {
    const message = `${orphans} tuples would no longer be allowed: take them away first, or say \`allowOrphans\``
    return refused({ code: 'conflict', reason: 'orphans', message }, more)
  }
  // Whoever accepts orphans accepts those that come in the meantime too.
  const kept = allowOrphans ? { judgedBy: guard.judgedBy ?? null } : guard
  return { report: { isAccepted: true, ...found, ...more }, body, guard: kept }
}

/** Throws the refusal with the whole report. */
export function requireAccepted({ refusal, ...report }: ChangeReport): void {
  if (!refusal) return
  const { errors, tests, impact } = report
  throw new AppError(refusal.code, refusal.message, {
    detail: {
      reason: refusal.reason,
      ...(errors.length > 0 && { issues: errors }),
      ...(tests && { tests }),
      ...(impact && { impact }),
    },
  })
}

function messageOf({ file, line, message }: Mistake): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`
}
