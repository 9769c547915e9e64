// The thread in which a workspace is examined, so that typing never waits for it. A newer request ends the one before:
// between two test files it listens whether there is one.

import { examine } from './examine.ts'
import type { ExaminerAnswer, ExaminerRequest } from './examiner.ts'

interface WorkerScope {
  onmessage: ((event: MessageEvent<ExaminerRequest>) => void) | null
  postMessage(message: ExaminerAnswer): void
}

const scope = globalThis as unknown as WorkerScope
let newest = 0

scope.onmessage = ({ data }) => {
  newest = data.id
  run(data).catch((error: unknown) => {
    scope.postMessage({ id: data.id, failed: error instanceof Error ? error.message : String(error) })
  })
}

async function run({ id, kind, files, atMs, live }: ExaminerRequest): Promise<void> {
  const started = performance.now()
  const { examined, testPaths, runTests } = examine({ kind, files }, atMs, live)
  scope.postMessage({ id, examined, testPaths })
  const tested = []
  for (const path of testPaths) {
    await new Promise((resolve) => setTimeout(resolve))
    if (newest !== id) return
    tested.push(runTests(path))
  }
  scope.postMessage({ id, tested, tookMs: performance.now() - started })
}
