'use client'
// What the server says to a push before it is made, or why it refuses it: the same report. What stands against it comes first,
// each thing leading to its place; below stands what would change.

import type { Mistake, ModelImpact, TestReport } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { Banner } from '#ui/banner.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { SemanticDiff } from '../parts/semantic-diff.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { Decisions } from './decisions.tsx'

export interface PushReport {
  readonly isAccepted: boolean
  readonly refusal?: { readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'; readonly message: string }
  readonly errors: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  readonly tests?: TestReport
  readonly impact?: ModelImpact
}

export interface PushReportViewProps {
  readonly report: PushReport
  readonly catalog: readonly CatalogType[]
  readonly onOpen: (file: string, line: number | undefined) => void
  readonly allowOrphans: boolean
  readonly onAllowOrphans: (isAllowed: boolean) => void
}

const REFUSALS = { invalid_model: 'refusedInvalid', tests_failed: 'refusedTests', orphans: 'refusedOrphans' } as const
const SHOWN_MAX = 50

export function PushReportView({ report, catalog, onOpen, allowOrphans, onAllowOrphans }: PushReportViewProps) {
  const t = useMessages('models')
  const { refusal, errors, warnings, tests, impact } = report
  const orphans = impact?.orphans.count ?? 0
  const answer = (value: unknown) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    return Array.isArray(value) ? value.join(', ') || t('nobody') : JSON.stringify(value)
  }
  return (
    <div className="grid gap-4">
      {refusal ? (
        <Banner tone="deny" role="alert" title={t(REFUSALS[refusal.reason])}>
          {refusal.message}
        </Banner>
      ) : (
        <Banner tone="allow" role="status" title={t('pushAccepted')}>
          {tests && t('pushTests', { count: tests.passed })}
        </Banner>
      )}
      <Mistakes mistakes={errors} title={t('errors')} onOpen={onOpen} />
      {tests && tests.failed > 0 && (
        <section>
          <h3 className="mb-1 font-medium">{t('failedTests', { count: tests.failed })}</h3>
          <ul className="grid gap-1">
            {tests.failures.slice(0, SHOWN_MAX).map((failure) => (
              <li key={`${failure.file}:${failure.line}:${failure.column}:${failure.message}`}>
                <PlaceButton mistake={failure} onOpen={onOpen}>
                  {failure.test !== undefined && <span className="font-medium">{failure.test}: </span>}
                  {failure.message}
                  {failure.expected !== undefined && (
                    <span className="block text-muted">
                      {t('expectedReceived', {
                        expected: answer(failure.expected),
                        received: answer(failure.received),
                      })}
                    </span>
                  )}
                </PlaceButton>
              </li>
            ))}
          </ul>
        </section>
      )}
      {orphans > 0 && (
        <section className="grid gap-2">
          <h3 className="font-medium">{t('orphans', { count: orphans })}</h3>
          <p className="text-muted text-sm">{t('orphansText')}</p>
          <ul className="grid gap-1 font-mono text-xs">
            {(impact?.orphans.examples ?? []).map(({ tuple, why }) => (
              <li key={tuple} className="break-words">
                {tuple} <span className="text-muted">{why}</span>
              </li>
            ))}
          </ul>
          <Checkbox
            label={t('allowOrphans')}
            checked={allowOrphans}
            onChange={(event) => onAllowOrphans(event.currentTarget.checked)}
          />
        </section>
      )}
      <Mistakes mistakes={warnings} title={t('warnings')} onOpen={onOpen} />
      {impact?.decisions && <Decisions decisions={impact.decisions} catalog={catalog} />}
      {impact && (
        <section className="grid gap-2">
          <h3 className="font-medium">{t('whatChanges')}</h3>
          <SemanticDiff diff={impact.diff} catalog={catalog} touched={impact.touched} />
        </section>
      )}
    </div>
  )
}

interface MistakesProps {
  readonly mistakes: readonly Mistake[]
  readonly title: string
  readonly onOpen: PushReportViewProps['onOpen']
}

function Mistakes({ mistakes, title, onOpen }: MistakesProps) {
  if (mistakes.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="grid gap-1">
        {mistakes.slice(0, SHOWN_MAX).map((mistake) => (
          <li key={`${mistake.file}:${mistake.line}:${mistake.column}:${mistake.message}`}>
            <PlaceButton mistake={mistake} onOpen={onOpen}>
              {mistake.message}
            </PlaceButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PlaceButtonProps {
  readonly mistake: Mistake
  readonly onOpen: PushReportViewProps['onOpen']
  readonly children: React.ReactNode
}

function PlaceButton({ mistake, onOpen, children }: PlaceButtonProps) {
  return (
    <button
      type="button"
      onClick={() => onOpen(mistake.file, mistake.line)}
      className="min-h-6 w-full rounded-md px-2 py-1 text-start text-sm hover:bg-hover"
    >
      {children}
      <span className="block font-mono text-muted text-xs">
        {mistake.file}
        {mistake.line !== undefined && `:${mistake.line}`}
      </span>
    </button>
  )
}
