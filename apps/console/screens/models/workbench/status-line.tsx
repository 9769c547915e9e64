'use client'
// One line that always says how the texts stand: whether they are a model, whether its tests hold, and how long it took to know.

import { useMessages } from '#messages/use-messages.tsx'
import { Spinner } from '#ui/spinner.tsx'
import { VerdictMark } from '#ui/verdict.tsx'
import type { Examined } from '../workspace/examiner.ts'
import type { Panel } from './panels.ts'

export function StatusLine({
  examined,
  onShow,
}: {
  readonly examined: Examined
  readonly onShow: (panel: Panel) => void
}) {
  const t = useMessages('models')
  const { model, tested, tookMs, isBehind, problem } = examined
  const errors = model?.findings.filter(({ severity }) => severity === 'error').length ?? 0
  const passed = tested?.reduce((sum, file) => sum + file.passed, 0) ?? 0
  const failed = tested?.reduce((sum, file) => sum + file.failed, 0) ?? 0
  return (
    <div
      role="status"
      data-state={isBehind ? 'busy' : 'done'}
      className="flex min-h-control-sm flex-wrap items-center gap-x-4 gap-y-1 border-line border-t bg-canvas px-3 py-1 text-muted text-xs"
    >
      {problem !== undefined && <span className="text-deny">{problem}</span>}
      {model && (
        <button
          type="button"
          onClick={() => onShow('problems')}
          className="inline-flex min-h-6 items-center gap-1.5 hover:text-ink"
        >
          <VerdictMark kind={errors === 0 ? 'allowed' : 'denied'} className="size-3.5" />
          {errors === 0
            ? t('modelValid', { count: model.model.type_definitions.length })
            : t('modelErrors', { count: errors })}
        </button>
      )}
      {model && errors === 0 && tested && passed + failed > 0 && (
        <button
          type="button"
          onClick={() => onShow('tests')}
          className="inline-flex min-h-6 items-center gap-1.5 hover:text-ink"
        >
          <VerdictMark kind={failed === 0 ? 'allowed' : 'denied'} className="size-3.5" />
          {failed === 0 ? t('testsPass', { count: passed }) : t('testsFail', { count: failed })}
        </button>
      )}
      <span className="ms-auto inline-flex items-center gap-2">
        {isBehind && <Spinner label={t('examining')} />}
        {!isBehind && tookMs !== undefined && t('took', { ms: Math.round(tookMs) })}
      </span>
    </div>
  )
}
