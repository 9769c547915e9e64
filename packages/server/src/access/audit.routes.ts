// The audit log on the wire.

import { type Route, route } from '../http/route.ts'
import { auditActions } from './audit.actions.ts'
import { auditProofActions } from './audit-proof.actions.ts'
import type { AccessParts } from './parts.ts'

export function auditRoutes(parts: Pick<AccessParts, 'database' | 'cursors'>): Route[] {
  const audit = auditActions(parts)
  const proof = auditProofActions(parts)
  // biome-ignore format: a table is read by its columns
  return [
    route('GET', '/v1/stores/:store/audit',           audit.listAudit),
    route('GET', '/v1/stores/:store/audit/verify',    proof.verify),
    route('GET', '/v1/stores/:store/audit/:revision', proof.readChange),
    route('GET', '/v1/audit',                         audit.listSystemAudit),
    route('GET', '/v1/audit/verify',                  proof.verifySystem),
    route('GET', '/v1/audit/:revision',               proof.readSystemChange),
  ]
}
