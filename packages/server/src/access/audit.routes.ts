// The audit log on the wire.

import { type Route, route } from '../http/route.ts'
import { auditActions } from './audit.actions.ts'
import type { AccessParts } from './parts.ts'

export function auditRoutes(parts: Pick<AccessParts, 'database' | 'cursors'>): Route[] {
  const audit = auditActions(parts)
  return [route('GET', '/v1/stores/:store/audit', audit.listAudit), route('GET', '/v1/audit', audit.listSystemAudit)]
}
