// The answer to the newest question about the newest texts; until it is there, the one before stays.

import { useEffect, useRef, useState } from 'react'
import type { Workspace } from '#screens/models/workspace/workspace.ts'
import type { AskOutcome, Names } from './ask.ts'
import type { Question } from './scratch.ts'

export interface AskRequest {
  readonly id: number
  readonly workspace: Workspace
  readonly question: Question
  readonly atMs: number
}

export interface AskReply {
  readonly id: number
  /** The one that was answered. */
  readonly question: Question
  /** Undefined: the question is not whole yet. */
  readonly outcome?: AskOutcome
  readonly names?: Names
}

const PAUSE_MS = 120

export function useAnswer(workspace: Workspace, question: Question): AskReply | undefined {
  const [reply, setReply] = useState<AskReply>()
  const worker = useRef<Worker | undefined>(undefined)
  const newest = useRef(0)

  useEffect(() => {
    const started = new Worker(new URL('./ask.worker.ts', import.meta.url), { type: 'module' })
    worker.current = started
    started.onmessage = ({ data }: MessageEvent<AskReply>) => {
      if (data.id === newest.current) setReply(data)
    }
    return () => {
      started.terminate()
      worker.current = undefined
    }
  }, [])

  useEffect(() => {
    const id = ++newest.current
    const request: AskRequest = { id, workspace, question, atMs: Date.now() }
    const timer = setTimeout(() => worker.current?.postMessage(request), id === 1 ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [workspace, question])

  return reply
}
