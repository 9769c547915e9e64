import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { actorNamesOf } from '#screens/operations/audit/actor-names.ts'
import { auditInput, type Params, readAuditView, SYSTEM_SCOPE } from '#screens/operations/audit/audit-address.ts'
import { AuditScreen } from '#screens/operations/audit/audit-screen.tsx'
import { requireSession } from '#session/session.ts'
import { tried } from '#session/tried.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('viewAudit') }
}

export default async function AuditPage({ searchParams }: { readonly searchParams: Promise<Params> }) {
  const [{ client, stores }, params] = await Promise.all([requireSession(), searchParams])
  const reached = stores?.items ?? []
  const view = readAuditView(params, reached[0]?.id ?? SYSTEM_SCOPE)
  const input = auditInput(view)
  const asked =
    view.scope === SYSTEM_SCOPE ? client.audit.listSystem(input) : client.audit.list({ store: view.scope, ...input })
  const [page, actorNames] = await Promise.all([tried(asked), actorNamesOf(client)])
  return <AuditScreen view={view} page={page} stores={reached} actorNames={actorNames} />
}
