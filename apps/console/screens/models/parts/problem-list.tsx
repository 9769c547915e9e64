'use client'
// All mistakes of a workspace, by file, each leading to its place; those with an obvious mending offer it here too.

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import type { Finding } from '../workspace/examine.ts'
import type { TextEdit } from '../workspace/workspace.ts'

export interface ProblemListProps {
  readonly findings: readonly Finding[]
  readonly onOpen: (place: Pick<Finding, 'file' | 'from' | 'to'>) => void
  /** Undefined while the findings are of an older text. */
  readonly onFix: ((edits: ReadonlyMap<string, readonly TextEdit[]>) => void) | undefined
}

const SHOWN_MAX = 300

export function ProblemList({ findings, onOpen, onFix }: ProblemListProps) {
  const t = useMessages('models')
  if (findings.length === 0) return <EmptyState isSmall title={t('noProblems')} text={t('noProblemsText')} />
  return (
    <div className="grid gap-3">
      {findings.length > SHOWN_MAX && <p className="text-muted text-sm">{t('firstOf', { count: SHOWN_MAX })}</p>}
      <ul className="grid gap-1">
        {findings.slice(0, SHOWN_MAX).map((finding) => (
          <li
            key={`${finding.file}:${finding.from}:${finding.code}:${finding.message}`}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <button
              type="button"
              onClick={() => onOpen(finding)}
              className="flex min-h-6 min-w-0 flex-1 items-start gap-2 text-start text-sm"
            >
              {finding.severity === 'error' ? (
                <CircleAlert aria-label={t('error')} className="mt-0.5 size-4 flex-none text-deny" />
              ) : (
                <TriangleAlert aria-label={t('warning')} className="mt-0.5 size-4 flex-none text-cond" />
              )}
              <span className="min-w-0">
                <span className="break-words">{finding.message}</span>
                <span className="block font-mono text-muted text-xs">
                  {finding.file}:{finding.line}:{finding.column}
                </span>
              </span>
            </button>
            {finding.fix && onFix && (
              <Button size="small" onClick={() => finding.fix && onFix(new Map([[finding.file, finding.fix.edits]]))}>
                {finding.fix.title}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
