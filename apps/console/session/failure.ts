// What a failed page is told of why. In production Next sends a page's error to the browser as its digest only; ours says
// what kind of failure it was and which request, and nothing else.

export type FailureKind = 'forbidden' | 'unavailable' | 'other'

export const FAILURE_MARK = 'lockness'

export function readFailure(digest: string | undefined): {
  readonly kind: FailureKind
  readonly id: string | undefined
} {
  const [mark, kind, id] = (digest ?? '').split(' ')
  if (mark !== FAILURE_MARK) return { kind: 'other', id: digest }
  return { kind: kind === 'forbidden' || kind === 'unavailable' ? kind : 'other', id }
}
