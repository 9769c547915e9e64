'use client'
// Tuples from a file or from the clipboard: checked whole before anything is written, then what is good goes in.

import { FileUp, Play, RotateCcw, Square } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useStore } from '#shell/store-context.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Field } from '#ui/field.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Progress } from '#ui/progress.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { TextArea } from '#ui/text-area.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { roomOf } from '../address.ts'
import { useChangeSheet } from '../change/change-context.ts'
import { DataHeader } from '../data-header.tsx'
import { BadRows } from './bad-rows.tsx'
import { type ImportState, type Report, useImport } from './use-import.ts'

type Import = ReturnType<typeof useImport>

export function ImportScreen() {
  const t = useMessages('data')
  const { mayWrite } = useChangeSheet()
  const work = useImport()
  const { state } = work
  return (
    <>
      <DataHeader />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          {!mayWrite && (
            <Banner title={t('mayNotWriteTitle')} className="mb-4">
              {t('importMayNot')}
            </Banner>
          )}
          {state.phase === 'choose' && <Choose work={work} state={state} />}
          {state.phase === 'checking' && (
            <Card title={t('importChecking')}>
              <Progress label={t('importChecking')} valueText={t('importCheckingRows', { count: state.count })} />
              <p className="mt-2 text-muted text-sm">{t('importCheckingRows', { count: state.count })}</p>
            </Card>
          )}
          {state.phase === 'checked' && <Checked work={work} report={state.report} />}
          {state.phase === 'importing' && <Importing work={work} report={state.report} done={state.done} />}
          {state.phase === 'done' && <Done work={work} report={state.report} revision={state.revision} />}
          {state.phase === 'failed' && <Failed work={work} state={state} />}
        </div>
        <HowItGoes />
      </div>
    </>
  )
}

const SAMPLE = 'object,relation,subject\nrelease:blue,label,label:north\nlabel:north,reader_assigned,user:anne'

function Choose({ work, state }: { readonly work: Import; readonly state: Extract<ImportState, { phase: 'choose' }> }) {
  const t = useMessages('data')
  const [way, setWay] = useState<'file' | 'paste'>('file')
  const [text, setText] = useState('')
  const wrong = state.wrong && t(`importWrong_${state.wrong}`)
  return (
    <Card>
      <Segmented
        label={t('importWay')}
        value={way}
        onChange={setWay}
        className="mb-4"
        options={[
          { value: 'file', label: t('importFile') },
          { value: 'paste', label: t('importPaste') },
        ]}
      />
      {way === 'file' ? (
        <FileField onFile={work.choose} wrong={wrong} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            work.paste(text)
          }}
        >
          <Field label={t('importPasteLabel')} hint={t('importPasteHint')} {...(wrong && { error: wrong })}>
            <TextArea
              isMono
              rows={8}
              value={text}
              placeholder={SAMPLE}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <div className="mt-3 flex justify-end">
            <Button type="submit" kind="primary" disabled={text.trim() === ''}>
              {t('importCheck')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  )
}

function FileField({ onFile, wrong }: { readonly onFile: (file: File) => void; readonly wrong: string | undefined }) {
  const t = useMessages('data')
  const id = useId()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex cursor-pointer flex-col items-center gap-2 rounded-lg border-2 border-dashed px-6 py-12 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus ${isOver ? 'border-accent bg-accent-soft' : 'border-edge hover:bg-hover'}`}
      >
        <FileUp aria-hidden="true" className="size-7 text-muted" strokeWidth={1.5} />
        <span className="font-medium">{t('importDrop')}</span>
        <span className="text-muted text-sm">{t('importFormats')}</span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.json,.ndjson,.jsonl,.txt,text/csv,application/json"
          className="sr-only"
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) onFile(file)
            event.target.value = ''
          }}
        />
      </label>
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className="mt-2 text-deny text-sm">
          {wrong}
        </p>
      )}
    </>
  )
}

function Checked({ work, report }: { readonly work: Import; readonly report: Report }) {
  const t = useMessages('data')
  const { mayWrite } = useChangeSheet()
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const { good, badCount } = report
  const start = () => {
    setAsked(true)
    if (reason.trim() !== '') work.load(report, reason.trim())
  }
  return (
    <>
      <Card title={t('importCheckedTitle', { good, bad: badCount })} description={report.name || t('importPasted')}>
        <p className="mb-4 text-muted text-sm">{badCount > 0 ? t('importCheckedBad') : t('importCheckedGood')}</p>
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            start()
          }}
        >
          <Field
            label={t('reason')}
            isRequired
            className="min-w-56 flex-1"
            {...(isAsked && reason.trim() === '' && { error: t('reasonMissing') })}
          >
            <TextInput
              value={reason}
              maxLength={1_000}
              placeholder={t('importReasonHint')}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <Button onClick={work.reset} icon={<RotateCcw aria-hidden="true" />}>
            {t('importOther')}
          </Button>
          <Button type="submit" kind="primary" disabled={!mayWrite || good === 0} icon={<Play aria-hidden="true" />}>
            {t('importStart', { count: good })}
          </Button>
        </form>
      </Card>
      <BadRows report={report} />
    </>
  )
}

function Importing({ work, report, done }: { readonly work: Import; readonly report: Report; readonly done: number }) {
  const t = useMessages('data')
  const total = report.rows.lines.length
  const text = t('importProgress', { done, total })
  return (
    <>
      <Card title={t('importRunning')}>
        <Progress label={t('importRunning')} value={total === 0 ? 1 : done / total} valueText={text} />
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
          <p role="status" className="text-muted text-sm tabular-nums">
            {text}
          </p>
          <Button size="small" icon={<Square aria-hidden="true" />} onClick={work.stop}>
            {t('importStop')}
          </Button>
        </div>
      </Card>
      <BadRows report={report} />
    </>
  )
}

function Done({
  work,
  report,
  revision,
}: {
  readonly work: Import
  readonly report: Report
  readonly revision: number | undefined
}) {
  const t = useMessages('data')
  const store = useStore().id
  return (
    <>
      <Banner
        tone="allow"
        role="status"
        className="mb-4"
        title={t('importDoneTitle', { count: report.good })}
        actions={
          <>
            <LinkButton size="small" href={`${roomOf(store)}/tuples`}>
              {t('viewTuples')}
            </LinkButton>
            <Button size="small" onClick={work.reset}>
              {t('importNext')}
            </Button>
          </>
        }
      >
        {revision === undefined ? t('importDoneNothing') : t('importDoneText', { revision })}
      </Banner>
      <BadRows report={report} />
    </>
  )
}

function Failed({ work, state }: { readonly work: Import; readonly state: Extract<ImportState, { phase: 'failed' }> }) {
  const t = useMessages('data')
  const [reason] = useState(() => t('importGoesOn'))
  const { failure, report, done } = state
  if (!report) return <FailureState failure={failure} storeRole="importer" onRetry={work.reset} />
  if (failure.kind === 'forbidden') return <FailureState failure={failure} storeRole="importer" />
  return (
    <>
      <ErrorState
        title={failure.code === 'stopped' ? t('importStoppedTitle') : t('importFailedTitle')}
        text={
          <>
            <p>{t('importFailedText', { count: done })}</p>
            {failure.detail !== '' && <p>{failure.detail}</p>}
          </>
        }
        requestId={failure.requestId}
        actions={
          <>
            <Button onClick={work.reset}>{t('importOther')}</Button>
            <Button kind="primary" onClick={() => work.load(report, reason)}>
              {t('importGoOn')}
            </Button>
          </>
        }
      />
      <BadRows report={report} />
    </>
  )
}

function HowItGoes() {
  const t = useMessages('data')
  return (
    <aside className="text-sm">
      <h2 className="mb-2 font-semibold text-base">{t('importHowTitle')}</h2>
      <ol className="flex list-decimal flex-col gap-2 ps-5 text-muted">
        <li>{t('importHow1')}</li>
        <li>{t('importHow2')}</li>
        <li>{t('importHow3')}</li>
        <li>{t('importHow4')}</li>
      </ol>
      <h3 className="mt-4 mb-1 font-medium">{t('importColumnsTitle')}</h3>
      <p className="text-muted">{t('importColumns')}</p>
      <pre className="mt-2 overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs">{SAMPLE}</pre>
    </aside>
  )
}
