'use client'
// A place to try: a model, tuples, tests and a question, all of it in this browser. Nothing is stored on any server; what is
// here is kept in this browser until something else is opened, and can be sent to somebody as a link.

import { Link2, RotateCcw } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Desk } from '#screens/models/workbench/desk.tsx'
import type { Panel } from '#screens/models/workbench/panels.ts'
import { useDesk } from '#screens/models/workbench/use-desk.ts'
import { changedPaths, type TextEdit, type Workspace, withEditedFiles } from '#screens/models/workspace/workspace.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { Select } from '#ui/select.tsx'
import { useToast } from '#ui/toast.tsx'
import { AskPanel } from './ask-panel.tsx'
import { SAMPLES } from './samples.ts'
import { isScratch, packScratch, type Scratch, unpackScratch } from './scratch.ts'
import { VERTICAL_NAMES } from './vertical-names.ts'

const KEPT = 'lockness.playground'
const KEEP_AFTER_MS = 400
const PANELS: readonly Panel[] = ['ask', 'problems', 'tests', 'picture', 'catalog']

interface Opened {
  readonly scratch: Scratch
  /** Counts what was opened, so that a new one begins anew. */
  readonly round: number
  readonly sample: string
}

export function Playground() {
  const t = useMessages('playground')
  const [opened, setOpened] = useState<Opened>()
  const [problem, setProblem] = useState<'link' | 'sample'>()
  const open = useCallback((scratch: Scratch, sample: string) => {
    setProblem(undefined)
    setOpened((before) => ({ scratch, sample, round: (before?.round ?? 0) + 1 }))
  }, [])
  const openSample = useCallback(
    async (id: string) => {
      const sample = SAMPLES.find((each) => each.id === id)
      const scratch = sample?.scratch ?? (await readVertical(id))
      if (!scratch) return setProblem('sample')
      history.replaceState(null, '', `?sample=${id}`)
      open(scratch, id)
    },
    [open],
  )
  useEffect(() => {
    const beginWith = async () => {
      const linked = location.hash.length > 1
      const scratch = linked ? await unpackScratch(location.hash.slice(1)) : undefined
      if (scratch) return open(scratch, '')
      const wanted = new URLSearchParams(location.search).get('sample')
      const kept = wanted === null && !linked ? readKept() : undefined
      if (kept) return open(kept, '')
      await openSample(wanted ?? 'documents')
      if (linked) setProblem('link')
    }
    void beginWith()
    const again = () => void beginWith()
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [open, openSample])

  return (
    <div className="grid gap-4">
      {problem && (
        <Banner tone="cond" role="alert" title={t(problem === 'link' ? 'linkBroken' : 'sampleFailed')}>
          {t(problem === 'link' ? 'linkBrokenText' : 'sampleFailedText')}
        </Banner>
      )}
      {opened ? (
        <OpenScratch key={opened.round} opened={opened} onSample={(id) => void openSample(id)} />
      ) : (
        <LoadingState label={t('opening')} lines={8} />
      )}
    </div>
  )
}

interface OpenScratchProps {
  readonly opened: Opened
  readonly onSample: (id: string) => void
}

function OpenScratch({ opened: { scratch, sample }, onSample }: OpenScratchProps) {
  const t = useMessages('playground')
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(() => new Map(Object.entries(scratch.files)))
  const [question, setQuestion] = useState(scratch.question)
  const before = useMemo(() => new Map(Object.entries(scratch.files)), [scratch])
  const workspace = useMemo((): Workspace => ({ kind: scratch.kind, files: texts }), [scratch.kind, texts])
  const desk = useDesk(workspace, { file: `${sample}/model.fga`, panel: 'ask', isWithoutAddress: true })
  const now = useMemo(
    (): Scratch => ({ kind: scratch.kind, files: Object.fromEntries(texts), question }),
    [scratch.kind, texts, question],
  )
  const changed = useMemo(() => changedPaths(before, texts), [before, texts])
  useKeeping(now, changed.length > 0 || question !== scratch.question || sample === '')
  const open = useMemo(
    () => ({
      write: (path: string, text: string | null) => setTexts((all) => new Map(all).set(path, text ?? '')),
      edit: (edits: ReadonlyMap<string, readonly TextEdit[]>) => setTexts((all) => withEditedFiles(all, edits)),
    }),
    [],
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-64 max-w-full">
          <Select
            aria-label={t('sample')}
            value={sample}
            options={[
              ...(sample === '' ? [{ value: '', label: t('own') }] : []),
              ...SAMPLES.map(({ id }) => ({ value: id, label: t(`sample_${id}`) })),
              ...VERTICAL_NAMES.map((id) => ({ value: id, label: t(`vertical_${id}`) })),
            ]}
            onChange={(event) => event.currentTarget.value !== '' && onSample(event.currentTarget.value)}
          />
        </div>
        <Button
          icon={<RotateCcw />}
          disabled={changed.length === 0}
          onClick={() => setTexts(new Map(Object.entries(scratch.files)))}
        >
          {t('reset')}
        </Button>
        <CopyLink scratch={now} />
      </div>
      <Desk
        open={{ ...open, workspace, before, changed }}
        desk={desk}
        panels={PANELS}
        ask={<AskPanel workspace={workspace} question={question} onChange={setQuestion} />}
      />
    </>
  )
}

function CopyLink({ scratch }: { readonly scratch: Scratch }) {
  const t = useMessages('playground')
  const toast = useToast()
  const copy = async () => {
    const packed = await packScratch(scratch)
    if (packed === undefined) return toast({ tone: 'failed', text: t('linkTooLarge'), detail: t('linkTooLargeText') })
    const link = `${location.origin}/playground#${packed}`
    history.replaceState(null, '', `/playground#${packed}`)
    try {
      await navigator.clipboard.writeText(link)
      toast({ text: t('linkCopied'), detail: t('linkCopiedText') })
    } catch {
      // Without the clipboard's leave the link stands in the address.
      toast({ tone: 'info', text: t('linkInAddress') })
    }
  }
  return (
    <Button icon={<Link2 />} onClick={() => void copy()}>
      {t('copyLink')}
    </Button>
  )
}

async function readVertical(id: string): Promise<Scratch | undefined> {
  if (!VERTICAL_NAMES.some((name) => name === id)) return undefined
  const answer = await fetch(`/playground/samples/${id}`)
  const value: unknown = answer.ok ? await answer.json() : undefined
  return isScratch(value) ? value : undefined
}

function readKept(): Scratch | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEPT) ?? 'null')
    return isScratch(value) ? value : undefined
  } catch {
    // A browser that keeps nothing.
    return undefined
  }
}

function useKeeping(scratch: Scratch, isOwn: boolean): void {
  useEffect(() => {
    if (!isOwn) return
    const timer = setTimeout(() => {
      try {
        localStorage.setItem(KEPT, JSON.stringify(scratch))
      } catch {
        // A browser that keeps nothing: it lives as long as the page.
      }
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [scratch, isOwn])
}
