// A question that took long, as one that can be asked again in the explorer.

import type { SystemSlowQuestionsOutput } from '@lockness/client'

export type SlowQuestion = SystemSlowQuestionsOutput['items'][number]

export const SLOW_SHOWN = 20

/** Undefined: not all of it is known, or not to this key. */
export function askAgainHref({ action, store, subject, relation, object, type }: SlowQuestion): string | undefined {
  const asked = parametersOf(action, { subject, relation, object, type })
  return asked && `/s/${encodeURIComponent(store)}/explorer?${new URLSearchParams(asked)}`
}

type Parts = { readonly [K in 'subject' | 'relation' | 'object' | 'type']: string | undefined }

function parametersOf(action: string, { subject, relation, object, type }: Parts): Record<string, string> | undefined {
  const isCheck = action === 'access.check' || action === 'access.explain'
  if (isCheck && subject && relation && object) return { ask: 'why', subject, permission: relation, object }
  if (action === 'access.list_objects' && subject && relation && type)
    return { ask: 'reach', subject, permission: relation, type }
  if (action === 'access.list_subjects' && relation && object) return { ask: 'who', permission: relation, object }
  if (action === 'access.list_relations' && subject && object) return { ask: 'do', subject, object }
  return undefined
}
