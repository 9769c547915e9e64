// What became of one tuple: given, taken away, or its condition or its end is another one, with both values side by side.

import type { AuditReadOutput, Tuple } from '@lockness/client'

export type TupleChange = AuditReadOutput['changes'][number]

export interface Difference {
  readonly what: 'condition' | 'end'
  readonly before: string | undefined
  readonly after: string | undefined
}

export function kindOf({ before, after }: TupleChange): 'added' | 'removed' | 'changed' {
  if (before && after) return 'changed'
  return after ? 'added' : 'removed'
}

export function tupleOf({ before, after }: TupleChange): Tuple {
  const tuple = after ?? before
  if (!tuple) throw new Error('a change has a tuple before it or after it')
  return tuple
}

/** Of a tuple that is only there on one side, what is special about it. */
export function differencesOf({ before, after }: TupleChange): Difference[] {
  const rows: Difference[] = [
    { what: 'condition', before: conditionText(before), after: conditionText(after) },
    { what: 'end', before: endText(before), after: endText(after) },
  ]
  return rows.filter((row) => row.before !== row.after)
}

function conditionText(tuple: Tuple | undefined): string | undefined {
  const condition = tuple?.condition
  if (!condition) return undefined
  return condition.context ? `${condition.name} ${JSON.stringify(condition.context)}` : condition.name
}

function endText(tuple: Tuple | undefined): string | undefined {
  return tuple?.expiresAt === undefined ? undefined : new Date(tuple.expiresAt).toISOString()
}
