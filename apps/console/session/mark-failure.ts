import { LocknessError } from '@lockness/client'
import { FAILURE_MARK, type FailureKind } from './failure.ts'

export function markFailure(error: unknown): unknown {
  if (error instanceof LocknessError)
    Object.assign(error, { digest: `${FAILURE_MARK} ${kindOf(error)} ${error.requestId ?? ''}`.trim() })
  return error
}

function kindOf({ status, kind }: LocknessError): FailureKind {
  if (status === 403) return 'forbidden'
  return kind === 'network' || kind === 'timeout' || status === 503 ? 'unavailable' : 'other'
}
