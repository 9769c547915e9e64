// What every question may say besides itself: when it is asked of, how new the answer must be, and what is brought along.

import type { JsonObject } from '@lockness/authz'
import { InvalidArgumentError } from 'commander'
import { readJsonObject } from '../command.ts'
import type { InputOf } from './connect.ts'
import type { RemoteOption } from './remote.ts'
import { readTuple } from './tuple-text.ts'

export interface SituationFlags {
  readonly at?: Moment
  readonly token?: string
  readonly full?: true
  readonly context?: JsonObject
  readonly with?: readonly ReturnType<typeof readTuple>[]
  readonly model?: string
  readonly purpose?: string
}

export const SITUATION_OPTIONS: readonly RemoteOption[] = [
  ['--at <moment>', 'of the past: a revision, or a time such as 2026-11-21T12:00:00Z', readMoment],
  ['--token <token>', 'at least as new as the write that gave this token'],
  ['--full', 'as new as the database'],
  ['--context <json>', 'what the conditions need to know', readJsonObject],
  ['--with <tuple...>', 'as if there were this tuple too: `doc:1#viewer@user:anne`', collect(readTuple)],
  ['--model <model>', 'by this version of the model, or `label:<name>`'],
  ['--purpose <purpose>', 'enforce, ui, list, simulate, probe or audit: only enforce counts as use'],
]

type Situation = Pick<
  InputOf<'access', 'check'>,
  'at' | 'consistency' | 'context' | 'contextualTuples' | 'model' | 'purpose'
>

type Moment = NonNullable<Situation['at']>

function readMoment(text: string): Moment {
  if (/^\d+$/.test(text)) return { revision: Number(text) }
  // A day begins at midnight of UTC; a time without its zone is another one on every machine.
  const isTime = /^\d{4}-\d\d-\d\d(T\S+(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text))
  if (isTime) return { time: new Date(text).toISOString() }
  throw new InvalidArgumentError('expected a revision, or a time such as 2026-11-21T12:00:00Z')
}

export function situationOf({ at, token, full, context, with: tuples, model, purpose }: SituationFlags): Situation {
  return {
    ...(at !== undefined && { at }),
    ...(token !== undefined && { consistency: { mode: 'at_least', token } }),
    ...(full && { consistency: { mode: 'full' } }),
    ...(context && { context }),
    ...(tuples && { contextualTuples: tuples }),
    ...(model !== undefined && { model }),
    // Which there are is said by the server.
    ...(purpose !== undefined && { purpose: purpose as NonNullable<Situation['purpose']> }),
  }
}

/** An option that may be given several times, or with several values. */
export function collect<T>(read: (text: string) => T): (text: string, before?: readonly T[]) => T[] {
  return (text, before = []) => [...before, read(text)]
}
