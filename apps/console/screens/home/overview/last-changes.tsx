'use client'
// What was done last, in the stores and with keys, each with the way to what it changed.

import { useMessages } from '#messages/use-messages.tsx'
import { SYSTEM_SCOPE } from '#screens/operations/audit/audit-address.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import { Time } from '#ui/time.tsx'
import type { Change } from './read-overview.ts'

export interface LastChangesProps {
  readonly changes: readonly Change[]
  readonly storeNames: Readonly<Record<string, string>>
  readonly actorNames: Readonly<Record<string, string>>
}

export function LastChanges({ changes, storeNames, actorNames }: LastChangesProps) {
  const t = useMessages('home')
  return (
    <Card isFlush title={t('lastChanges')} actions={<TextLink href="/operations/audit">{t('openAudit')}</TextLink>}>
      {changes.length === 0 ? (
        <EmptyState isSmall title={t('noChanges')} text={t('noChangesText')} />
      ) : (
        <ol>
          {changes.map((change) => (
            <ChangeLine
              key={`${change.scope} ${change.revision}`}
              change={change}
              place={change.scope === SYSTEM_SCOPE ? t('installation') : (storeNames[change.scope] ?? change.scope)}
              actor={actorNames[change.actor] ?? change.actor}
            />
          ))}
        </ol>
      )}
    </Card>
  )
}

interface ChangeLineProps {
  readonly change: Change
  readonly place: string
  readonly actor: string
}

function ChangeLine({ change: { scope, revision, action, reason, at }, place, actor }: ChangeLineProps) {
  const t = useMessages('home')
  const href = `/operations/audit?${new URLSearchParams({ scope, revision: String(revision) })}`
  return (
    <li className="flex flex-col gap-0.5 border-line border-t px-pad py-2.5">
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <TextLink href={href} className="font-mono text-sm">
          {action}
        </TextLink>
        <span className="text-muted text-xs">
          <Time at={at} />
        </span>
      </span>
      {reason !== undefined && <span className="break-words text-sm">{reason}</span>}
      <span className="truncate text-muted text-xs">{t('byIn', { actor, place })}</span>
    </li>
  )
}
