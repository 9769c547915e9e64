// Whether the server lives, may be given requests, and has started. Asked by those who run it, without a key, every few
// seconds, so the answers come from memory: a database that hangs must not make a server look dead that answers checks.

import { z } from 'zod'
import { type Permit, question } from '../action.ts'
import { AppError } from '../errors.ts'

export interface Condition {
  readonly isDraining: boolean
  /** Of the store that says who may do what here; undefined when its graph is not loaded. */
  readonly stalenessMs: number | undefined
  readonly stalenessMsMax: number
}

const nothing = z.strictObject({})
const why = 'that a server runs is seen by whoever reaches it'
const free = {
  input: nothing,
  output: z.object({ status: z.literal('ok') }),
  strangers: why,
  permit: (): Permit => ({ anyone: why }),
  load: 'probe' as const,
}

export function healthActions(condition: () => Condition) {
  return {
    live: question({
      ...free,
      name: 'health.live',
      summary: 'The process answers: restart it if this does not',
      answer: () => OK,
    }),
    ready: question({
      ...free,
      name: 'health.ready',
      summary: 'It can be given requests: what it knows is fresh enough, and it is not ending',
      answer() {
        const reason = whyNotReady(condition())
        if (reason) throw new AppError('unavailable', reason.message, { detail: { reason: reason.code } })
        return OK
      },
    }),
    started: question({
      ...free,
      name: 'health.started',
      summary: 'The schema is in place and the first graph is loaded',
      answer() {
        if (condition().stalenessMs === undefined)
          throw new AppError('unavailable', 'the graph is being loaded', { detail: { reason: 'loading' } })
        return OK
      },
    }),
  }
}

const OK = { status: 'ok' as const }

export function whyNotReady({ isDraining, stalenessMs, stalenessMsMax }: Condition) {
  if (isDraining) return { code: 'draining', message: 'the server is ending' }
  if (stalenessMs === undefined) return { code: 'loading', message: 'the graph is being loaded' }
  if (stalenessMs <= stalenessMsMax) return undefined
  return { code: 'stale', message: `what is known here was last confirmed more than ${stalenessMsMax} ms ago` }
}
