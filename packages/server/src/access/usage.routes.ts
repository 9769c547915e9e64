// The rows of usage.

import { type Route, route } from '../http/route.ts'
import type { AccessParts } from './parts.ts'
import { usageActions } from './usage.actions.ts'

export function usageRoutes(parts: AccessParts): readonly Route[] {
  const usage = usageActions(parts)
  return [
    route('GET', '/v1/stores/:store/usage/tuples', usage.tuples),
    route('GET', '/v1/stores/:store/usage/relations', usage.relations),
    route('GET', '/v1/stores/:store/usage/modules', usage.modules),
  ]
}
