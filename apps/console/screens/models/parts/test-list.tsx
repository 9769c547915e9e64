'use client'
// The tests of a workspace: how many hold, and of those that do not, what was asked, expected and answered.

import { useMessages } from '#messages/use-messages.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { VerdictMark } from '#ui/verdict.tsx'
import type { FailedExpectation, Finding, TestedFile } from '../workspace/examine.ts'

export interface TestListProps {
  readonly tested: readonly TestedFile[] | undefined
  /** The model has mistakes, so tests tell nothing. */
  readonly isModelBroken: boolean
  readonly onOpen: (place: Pick<Finding, 'file' | 'from' | 'to'>) => void
}

export function TestList({ tested, isModelBroken, onOpen }: TestListProps) {
  const t = useMessages('models')
  if (isModelBroken) return <EmptyState isSmall title={t('testsWait')} text={t('testsWaitText')} />
  if (!tested) return <LoadingState isSmall label={t('testsRunning')} lines={3} />
  if (tested.length === 0) return <EmptyState isSmall title={t('noTests')} text={t('noTestsText')} />
  return (
    <ul className="grid gap-4">
      {tested.map((file) => (
        <li key={file.file} className="grid gap-2">
          <div className="flex flex-wrap items-center gap-2">
            <VerdictMark kind={file.failed === 0 ? 'allowed' : 'denied'} className="size-4" />
            <button
              type="button"
              onClick={() => onOpen({ file: file.file, from: 0, to: 0 })}
              className="min-h-6 font-mono text-sm hover:underline"
            >
              {file.file}
            </button>
            <span className="text-muted text-sm">{t('testsOfFile', { passed: file.passed, failed: file.failed })}</span>
          </div>
          {file.failed > 0 && (
            <ul className="grid gap-1 border-deny-line border-s-2 ps-3">
              {file.findings.map((finding) => (
                <li key={`${finding.from}:${finding.message}`}>
                  <button
                    type="button"
                    onClick={() => onOpen(finding)}
                    className="min-h-6 w-full rounded-md px-2 py-1 text-start text-sm hover:bg-hover"
                  >
                    {finding.message}
                    <span className="block font-mono text-muted text-xs">
                      {finding.file}:{finding.line}
                    </span>
                  </button>
                </li>
              ))}
              {file.failures.map((failure) => (
                <Failure
                  key={`${failure.from}:${failure.question}:${failure.test}`}
                  failure={failure}
                  onOpen={onOpen}
                />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function Failure({
  failure,
  onOpen,
}: {
  readonly failure: FailedExpectation
  readonly onOpen: TestListProps['onOpen']
}) {
  const t = useMessages('models')
  const answer = (value: FailedExpectation['received']) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    return 'message' in value ? value.message : value.length === 0 ? t('nobody') : value.join(', ')
  }
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(failure)}
        className="grid w-full gap-0.5 rounded-md px-2 py-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="font-medium">{failure.test}</span>
        <code className="break-words font-mono text-xs">{failure.question}</code>
        <span className="text-muted">
          {t('expectedReceived', { expected: answer(failure.expected), received: answer(failure.received) })}
        </span>
        <span className="font-mono text-faint text-xs">
          {failure.file}:{failure.line}
        </span>
      </button>
    </li>
  )
}
