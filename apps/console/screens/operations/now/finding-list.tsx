'use client'
// What is wrong, since when, what to do. If nothing is, that is said too, with when it was looked at.

import { CircleCheck } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Banner } from '#ui/banner.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Time } from '#ui/time.tsx'
import { runbookHref } from '../runbooks/runbooks.ts'
import { FINDING_TEXTS } from './finding-texts.ts'
import { type Finding, keyOf } from './findings.ts'

export interface FindingListProps {
  readonly findings: readonly Finding[]
  readonly since: ReadonlyMap<string, number>
  readonly checkedMs: number
}

export function FindingList({ findings, since, checkedMs }: FindingListProps) {
  const t = useMessages('operations')
  return (
    <section aria-label={t('health')} aria-live="polite" className="flex flex-col gap-2">
      {findings.length === 0 && (
        <Banner tone="allow" icon={<CircleCheck aria-hidden="true" />} title={t('allWell')}>
          {t('allWellText')} <Time at={checkedMs} style="exact" className="tabular-nums" />
        </Banner>
      )}
      {findings.map((finding) => (
        <FindingBanner key={keyOf(finding)} finding={finding} sinceMs={since.get(keyOf(finding))} />
      ))}
    </section>
  )
}

function FindingBanner({ finding, sinceMs }: { readonly finding: Finding; readonly sinceMs: number | undefined }) {
  const t = useMessages('operations')
  const { kind, severity, values, runbook } = finding
  const { title, todo } = FINDING_TEXTS[kind]
  return (
    <Banner
      tone={severity === 'failure' ? 'deny' : 'cond'}
      title={t(title, values)}
      actions={
        <LinkButton size="small" href={runbookHref(runbook)}>
          {t('openRunbook')}
        </LinkButton>
      }
    >
      {sinceMs !== undefined && (
        <p>
          {t('since')} <Time at={sinceMs} isFocusable className="font-medium text-ink tabular-nums" /> (
          <Time at={sinceMs} style="exact" />)
        </p>
      )}
      <p>{t(todo, values)}</p>
    </Banner>
  )
}
