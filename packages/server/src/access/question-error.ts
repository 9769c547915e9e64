// An error of a question is neither a yes nor a no. Here it becomes a failure that a caller sees, with what it needs to
// ask better: the names of the parameters that are missing, or of the bound that was hit.

import type { QuestionError, Verdict } from '@lockness/authz'
import { z } from 'zod'
import { AppError } from '../errors.ts'

/** An error of one of many questions, beside the answers of the others. */
export const questionErrorOutput = z.object({
  code: z.string(),
  message: z.string(),
  missing: z.array(z.string()).optional(),
  limit: z.string().optional(),
})

export function failure({ code, message, missing, limit }: QuestionError): AppError {
  const detail = { question: code, ...(missing && { missing }), ...(limit && { limit }) }
  if (code === 'limit_exceeded') return new AppError('limit_exceeded', message, { detail })
  if (code === 'revision_unavailable') return new AppError('unavailable', message, { detail })
  return new AppError('invalid_input', message, { detail })
}

/** What is wrong with the situation, and so with every question in it. */
export function isOfSituation({ code, limit }: QuestionError): boolean {
  return code === 'invalid_contextual_tuple' || limit === 'contextualTuplesMax'
}

/** One of many verdicts, or one that is told whatever it is. */
export function showVerdict(verdict: Verdict) {
  return verdict.answer === 'error' ? { error: verdict.error } : { allowed: verdict.answer === 'yes' }
}
