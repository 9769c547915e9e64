// What came of a question: its answer, or why there is none, in a form that can be handed from the server to a page. A
// page shows what could be asked and says what could not, instead of being an error as a whole.

import type { LocknessError } from '@lockness/client'

export interface Failure {
  /** `forbidden`: it is there, and not for this key. `away`: nobody answered. */
  readonly kind: 'forbidden' | 'away' | 'missing' | 'refused'
  readonly code: string
  readonly detail: string
  /** For programs: `last_manager`. */
  readonly reason?: string
  readonly requestId?: string
}

export type Tried<T> = { readonly value: T } | { readonly failure: Failure }

export async function tried<T>(asked: Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await asked }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

export function answerOf<T>(result: Tried<T>): T | undefined {
  return 'value' in result ? result.value : undefined
}

/** What is no answer of a server at all is a mistake of ours, and is thrown. */
export function failureOf(error: unknown): Failure {
  if (!isAnswered(error)) throw error
  const { code, detail, requestId, info } = error
  return {
    kind: kindOf(error),
    code,
    detail: detail ?? code,
    ...(typeof info.reason === 'string' && { reason: info.reason }),
    ...(requestId !== undefined && { requestId }),
  }
}

/** By its name, not its class: whoever only tells errors apart need not bring the whole SDK to the first view. */
export function isAnswered(error: unknown): error is LocknessError {
  return error instanceof Error && error.name === 'LocknessError'
}

function kindOf({ kind, status = 0 }: LocknessError): Failure['kind'] {
  if (kind !== 'server' || status >= 500 || status === 429) return 'away'
  if (status === 403 || status === 401) return 'forbidden'
  return status === 404 ? 'missing' : 'refused'
}
