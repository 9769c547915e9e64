// The whole API of the access area.

import type { Route } from '../http/route.ts'
import { auditRoutes } from './audit.routes.ts'
import { keyRoutes } from './key.routes.ts'
import { modelRoutes } from './model.routes.ts'
import { moduleRoutes } from './module.routes.ts'
import { objectRoutes } from './object.routes.ts'
import type { AccessParts } from './parts.ts'
import { questionRoutes } from './question.routes.ts'
import { storeRoutes } from './store.routes.ts'
import { tupleRoutes } from './tuple.routes.ts'
import { usageRoutes } from './usage.routes.ts'
import { watchRoutes } from './watch.routes.ts'

export function accessRoutes(parts: AccessParts): readonly Route[] {
  return [
    ...storeRoutes(parts),
    ...keyRoutes(parts),
    ...auditRoutes(parts),
    ...modelRoutes(parts),
    ...moduleRoutes(parts),
    ...tupleRoutes(parts),
    ...objectRoutes(parts),
    ...questionRoutes(parts),
    ...watchRoutes(parts),
    ...usageRoutes(parts),
  ]
}
