'use client'
// Asks the server what a push would do, shows it, and makes it. A push that is refused stays open with its reasons; nothing
// that was typed is lost, whatever happens.

import type { LocknessError } from '@lockness/client'
import { useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Field } from '#ui/field.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { NoPermissionState } from '#ui/no-permission-state.tsx'
import { TextInput } from '#ui/text-input.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { askPush, makePush, type PushTarget } from './push.ts'
import { type PushReport, PushReportView } from './push-report.tsx'

export interface PushDialogProps {
  readonly store: string
  readonly target: PushTarget
  readonly catalog: readonly CatalogType[]
  readonly title: string
  readonly onOpenPlace: (file: string, line: number | undefined) => void
  readonly onPushed: () => void
  readonly onClose: () => void
}

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'told'; readonly report: PushReport; readonly isPushing: boolean }
  | { readonly kind: 'failed'; readonly error: LocknessError }

export function PushDialog({ store, target, catalog, title, onOpenPlace, onPushed, onClose }: PushDialogProps) {
  const t = useMessages('models')
  const client = useClient()
  const [state, setState] = useState<State>({ kind: 'asking' })
  const [allowOrphans, setAllowOrphans] = useState(false)
  const [reason, setReason] = useState('')
  const [label, setLabel] = useState('')
  const [round, setRound] = useState(0)

  // Each time something else is asked, what was asked before is not waited for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new try
  useEffect(() => {
    const ending = new AbortController()
    setState({ kind: 'asking' })
    askPush(client, store, target, { allowOrphans, reason: '', label: '', signal: ending.signal }).then(
      (report) => setState({ kind: 'told', report, isPushing: false }),
      (error: unknown) => !ending.signal.aborted && setState(failed(error)),
    )
    return () => ending.abort()
  }, [client, store, target, allowOrphans, round])

  const push = async () => {
    if (state.kind !== 'told') return
    setState({ ...state, isPushing: true })
    try {
      const report = await makePush(client, store, target, { allowOrphans, reason: reason.trim(), label: label.trim() })
      if (report.isAccepted) onPushed()
      else setState({ kind: 'told', report, isPushing: false })
    } catch (error) {
      setState(failed(error))
    }
  }

  const isReady = state.kind === 'told' && state.report.isAccepted
  return (
    <Dialog
      title={title}
      description={t('pushText')}
      isOpen
      width="wide"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            disabled={!isReady}
            isBusy={state.kind === 'told' && state.isPushing}
            onClick={() => push()}
          >
            {t('push')}
          </Button>
        </>
      }
    >
      {state.kind === 'asking' && <LoadingState label={t('pushAsking')} lines={4} />}
      {state.kind === 'failed' && <PushFailure error={state.error} onRetry={() => setRound((before) => before + 1)} />}
      {state.kind === 'told' && (
        <div className="grid gap-5">
          <PushReportView
            report={state.report}
            catalog={catalog}
            onOpen={onOpenPlace}
            allowOrphans={allowOrphans}
            onAllowOrphans={setAllowOrphans}
          />
          {isReady && (
            <div className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
              <Field label={t('reason')} hint={t('reasonHint')} isOptional>
                <TextInput
                  value={reason}
                  maxLength={1_000}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
              </Field>
              <Field label={t('label')} hint={t('labelHint')} isOptional>
                <TextInput
                  value={label}
                  isMono
                  maxLength={64}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => setLabel(event.currentTarget.value)}
                />
              </Field>
            </div>
          )}
        </div>
      )}
    </Dialog>
  )
}

function PushFailure({ error, onRetry }: { readonly error: LocknessError; readonly onRetry: () => void }) {
  const t = useMessages('models')
  if (error.status === 403) return <NoPermissionState title={t('pushForbidden')} text={t('pushForbiddenText')} />
  if (error.info.reason === 'module_moved')
    return <ErrorState title={t('pushMoved')} text={t('pushMovedText')} requestId={error.requestId} />
  return (
    <ErrorState
      title={t('pushFailed')}
      text={`${error.detail} ${t('draftKept')}`}
      requestId={error.requestId}
      onRetry={onRetry}
    />
  )
}

function failed(error: unknown): State {
  if (isAnswered(error)) return { kind: 'failed', error }
  throw error
}
