'use client'
// How the server is doing, in one line and three figures; the operations room has the rest.

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { FINDING_TEXTS } from '#screens/operations/now/finding-texts.ts'
import { findingsOf, keyOf } from '#screens/operations/now/findings.ts'
import type { Snapshot } from '#screens/operations/now/snapshot.ts'
import { answerOf } from '#session/tried.ts'
import { Card } from '#ui/card.tsx'
import { classes } from '#ui/classes.ts'
import { Count } from '#ui/count.tsx'
import { Duration } from '#ui/duration.tsx'
import { TextLink } from '#ui/link.tsx'

export function HealthCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const t = useMessages('home')
  const words = useMessages('operations')
  const { system, load, nodes } = snapshot
  if ('failure' in system && system.failure.kind === 'forbidden') return null
  const findings = findingsOf(snapshot, snapshot.atMs, undefined)
  const isBad = findings.some(({ severity }) => severity === 'failure')
  const Icon = findings.length === 0 ? CircleCheck : isBad ? CircleAlert : TriangleAlert
  const check = answerOf(load)?.operations.find(({ action }) => action === 'access.check')
  return (
    <Card title={t('health')} actions={<TextLink href="/operations">{t('openOperations')}</TextLink>}>
      <ul className="flex flex-col gap-1.5">
        {findings.length === 0 && (
          <li className="flex items-center gap-2 font-medium">
            <Icon aria-hidden="true" className="size-5 flex-none text-allow" />
            {words('allWell')}
          </li>
        )}
        {findings.map((finding) => (
          <li key={keyOf(finding)} className="flex items-start gap-2 font-medium">
            <Icon
              aria-hidden="true"
              className={classes('mt-0.5 size-5 flex-none', finding.severity === 'failure' ? 'text-deny' : 'text-cond')}
            />
            {words(FINDING_TEXTS[finding.kind].title, finding.values)}
          </li>
        ))}
      </ul>
      <dl className="mt-4 grid grid-cols-3 gap-4">
        <Figure label={t('nodes')}>{'value' in nodes ? <Count value={nodes.value.items.length} /> : '–'}</Figure>
        <Figure label={t('perSecond')}>
          {'value' in load ? <Count value={Math.round(load.value.perSecond * 10) / 10} /> : '–'}
        </Figure>
        <Figure label={t('checkP99')}>{check ? <Duration ms={check.p99Ms} /> : '–'}</Figure>
      </dl>
    </Card>
  )
}

function Figure({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="truncate font-semibold text-md tabular-nums">{children}</dd>
    </div>
  )
}
