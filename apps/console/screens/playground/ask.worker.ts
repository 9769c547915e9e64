// The thread in which questions about a scratch are answered, so that typing never waits for an answer.

import { askScratch, namesIn } from './ask.ts'
import type { AskReply, AskRequest } from './use-answer.ts'

interface WorkerScope {
  onmessage: ((event: MessageEvent<AskRequest>) => void) | null
  postMessage(message: AskReply): void
}

const scope = globalThis as unknown as WorkerScope

scope.onmessage = ({ data: { id, workspace, question, atMs } }) => {
  try {
    const isWhole = [question.subject, question.relation, question.object].every((part) => part.trim() !== '')
    const outcome = isWhole ? askScratch(workspace, question, atMs) : undefined
    scope.postMessage({ id, question, names: namesIn(workspace), ...(outcome && { outcome }) })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    scope.postMessage({ id, question, outcome: { kind: 'broken', problems: [problem] } })
  }
}
