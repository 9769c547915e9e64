// The workspace as the examining thread sees it. Each new text is sent when nothing has been typed for a moment; what is
// shown stays what was last known, with a mark that it is of an older text, until the answer is there.

import type { AuthorizationModel } from '@lockness/authz'
import { useEffect, useRef, useState } from 'react'
import type { ExaminedModel, TestedFile } from './examine.ts'
import type { Files, Workspace } from './workspace.ts'

export interface ExaminerRequest extends Workspace {
  readonly id: number
  readonly atMs: number
  /** The model in force, to compare with. */
  readonly live?: AuthorizationModel
}

export type ExaminerAnswer =
  | { readonly id: number; readonly examined: ExaminedModel; readonly testPaths: readonly string[] }
  | { readonly id: number; readonly tested: readonly TestedFile[]; readonly tookMs: number }
  | { readonly id: number; readonly failed: string }

export interface Examined {
  readonly model: ExaminedModel | undefined
  readonly tested: readonly TestedFile[] | undefined
  readonly tookMs: number | undefined
  /** The texts that `model` is about. */
  readonly of: Files | undefined
  /** It is not yet about the newest text. */
  readonly isBehind: boolean
  /** The thread itself failed. */
  readonly problem: string | undefined
}

const PAUSE_MS = 120
const NOTHING: Examined = {
  model: undefined,
  tested: undefined,
  tookMs: undefined,
  of: undefined,
  isBehind: true,
  problem: undefined,
}

export function useExaminer(workspace: Workspace, live?: AuthorizationModel): Examined {
  const [examined, setExamined] = useState<Examined>(NOTHING)
  const worker = useRef<Worker | undefined>(undefined)
  const newest = useRef(0)
  const asked = useRef(workspace.files)

  useEffect(() => {
    const started = new Worker(new URL('./examiner.worker.ts', import.meta.url), { type: 'module' })
    worker.current = started
    started.onmessage = ({ data }: MessageEvent<ExaminerAnswer>) => {
      if (data.id === newest.current) setExamined((before) => withAnswer(before, data, asked.current))
    }
    started.onerror = (event) => {
      setExamined((before) => ({ ...before, isBehind: false, problem: event.message || 'the examining thread ended' }))
    }
    return () => {
      started.terminate()
      worker.current = undefined
    }
  }, [])

  useEffect(() => {
    const id = ++newest.current
    setExamined((before) => (before.isBehind ? before : { ...before, isBehind: true }))
    const { kind, files } = workspace
    const request: ExaminerRequest = { id, kind, files, atMs: Date.now(), ...(live && { live }) }
    asked.current = files
    const timer = setTimeout(() => worker.current?.postMessage(request), id === 1 ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [workspace, live])

  return examined
}

function withAnswer(before: Examined, answer: ExaminerAnswer, of: Files): Examined {
  if ('failed' in answer) return { ...before, isBehind: false, problem: answer.failed }
  if ('tested' in answer) return { ...before, tested: answer.tested, tookMs: answer.tookMs, isBehind: false }
  // Tests of an older text say nothing about one that cannot be read.
  const { examined, testPaths } = answer
  const tested = testPaths.length === 0 ? [] : before.tested
  return { ...before, model: examined, of, tested, isBehind: testPaths.length > 0, problem: undefined }
}
