// What of the audit log is shown, as the address of the page: it can be sent to whoever should look at the same.

export interface AuditView {
  /** A store's id, or `system`: keys and stores themselves. */
  readonly scope: string
  readonly actor: string
  readonly action: string
  readonly text: string
  readonly since: Date | undefined
  readonly until: Date | undefined
  readonly cursor: string | undefined
  /** The change that is looked at closer. */
  readonly revision: number | undefined
}

export const SYSTEM_SCOPE = 'system'
export const AUDIT_PAGE = 50
const CHARS_MAX = 1_024

export type Params = Readonly<Record<string, string | string[] | undefined>>

export function readAuditView(params: Params, scope: string): AuditView {
  const text = (name: string) => {
    const value = params[name]
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).slice(0, CHARS_MAX)
  }
  const revision = Number(text('revision'))
  return {
    scope: text('scope') || scope,
    actor: text('actor'),
    action: text('action'),
    text: text('text').slice(0, 200),
    since: dateOf(text('since')),
    until: dateOf(text('until')),
    cursor: text('cursor') || undefined,
    revision: Number.isSafeInteger(revision) && revision > 0 ? revision : undefined,
  }
}

/** With something else in it; another filter begins at the newest. */
export function auditHref(view: AuditView, change: Partial<AuditView> = {}): string {
  const isOther = Object.keys(change).some((name) => name !== 'revision' && name !== 'cursor')
  const next = { ...view, ...(isOther && { cursor: undefined, revision: undefined }), ...change }
  const params = new URLSearchParams({ scope: next.scope })
  for (const name of ['actor', 'action', 'text', 'cursor'] as const) {
    const value = next[name]?.trim()
    if (value) params.set(name, value)
  }
  for (const name of ['since', 'until'] as const) {
    const at = next[name]
    if (at) params.set(name, at.toISOString())
  }
  if (next.revision !== undefined) params.set('revision', String(next.revision))
  return `/operations/audit?${params}`
}

export function isFiltered({ actor, action, text, since, until }: AuditView): boolean {
  return Boolean(actor || action || text || since || until)
}

/** As the server takes it. */
export function auditInput({ actor, action, text, since, until, cursor }: AuditView) {
  return {
    pageSize: AUDIT_PAGE,
    ...(actor && { actor }),
    ...(action && { action }),
    ...(text && { text }),
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
    ...(cursor !== undefined && { cursor }),
  }
}

function dateOf(text: string): Date | undefined {
  const date = new Date(text)
  return text === '' || Number.isNaN(date.getTime()) ? undefined : date
}
