'use client'
// All tuples of the store at one revision, as a file. It says how far it is, and can be stopped.

import { Download, Square } from 'lucide-react'
import { useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Progress } from '#ui/progress.tsx'
import { RadioGroup } from '#ui/radio-group.tsx'
import { DataHeader } from '../data-header.tsx'
import { saveFile } from '../save-file.ts'
import { EXPORT_FORMATS, type ExportFormat, ExportWriter } from './export-writer.ts'

type State =
  | { readonly phase: 'ready' }
  | { readonly phase: 'running'; readonly count: number }
  | { readonly phase: 'done'; readonly count: number; readonly revision: number }
  | { readonly phase: 'failed'; readonly failure: Failure }

/** Of the number on the page: a file may have a million rows. */
const TOLD_EVERY = 500

export function ExportScreen() {
  const t = useMessages('data')
  const [format, setFormat] = useState<ExportFormat>('ndjson')
  const { state, start, stop } = useExport(format)
  const isRunning = state.phase === 'running'
  return (
    <>
      <DataHeader />
      <div className="max-w-3xl">
        <Card title={t('exportTitle')} description={t('exportText')}>
          <RadioGroup
            label={t('exportFormat')}
            value={format}
            onChange={(value) => setFormat(EXPORT_FORMATS.find((each) => each === value) ?? 'ndjson')}
            options={EXPORT_FORMATS.map((each) => ({
              value: each,
              label: t(`export_${each}`),
              hint: t(`exportHint_${each}`),
            }))}
          />
          <div className="mt-4 flex flex-wrap items-center gap-3">
            <Button kind="primary" icon={<Download aria-hidden="true" />} isBusy={isRunning} onClick={start}>
              {t('exportStart')}
            </Button>
            {isRunning && (
              <Button icon={<Square aria-hidden="true" />} onClick={stop}>
                {t('exportStop')}
              </Button>
            )}
          </div>
          {isRunning && (
            <div className="mt-4">
              <Progress label={t('exportRunning')} valueText={t('exportCount', { count: state.count })} />
              <p role="status" className="mt-2 text-muted text-sm tabular-nums">
                {t('exportCount', { count: state.count })}
              </p>
            </div>
          )}
        </Card>
        {state.phase === 'done' && (
          <Banner tone="allow" role="status" className="mt-4" title={t('exportDoneTitle', { count: state.count })}>
            {t('exportDoneText', { revision: state.revision })}
          </Banner>
        )}
        {state.phase === 'failed' && <FailureState failure={state.failure} storeRole="exporter" onRetry={start} />}
      </div>
    </>
  )
}

function useExport(format: ExportFormat) {
  const client = useClient()
  const { id: store, name } = useStore()
  const [state, setState] = useState<State>({ phase: 'ready' })
  const run = useRef<AbortController>(undefined)
  const work = async () => {
    const mine = new AbortController()
    run.current = mine
    const writer = new ExportWriter(format)
    let revision = 0
    setState({ phase: 'running', count: 0 })
    try {
      for await (const line of client.tuple.export({ store }, { signal: mine.signal })) {
        if ('export' in line) revision = line.export.revision
        else if (!('end' in line)) {
          writer.add(line)
          if (writer.count % TOLD_EVERY === 0) setState({ phase: 'running', count: writer.count })
        }
      }
      const { parts, media, extension } = writer.finish()
      saveFile(`${name}-${revision}.${extension}`, parts, media)
      setState({ phase: 'done', count: writer.count, revision })
    } catch (error) {
      setState(mine.signal.aborted ? { phase: 'ready' } : { phase: 'failed', failure: failureOf(error) })
    }
  }
  return { state, start: () => void work(), stop: () => run.current?.abort() }
}
