// Lines of JSON: what is uploaded line by line, and what a long piece of work tells while it goes on.

import { TextDecoder } from 'node:util'
import { AppError } from '../errors.ts'
import { problem } from '../http/problem.ts'
import { Streamed } from '../http/stream.ts'

export const NDJSON = 'application/x-ndjson'
/** More than the longest tuple with the largest context. */
const LINE_CHARS_MAX = 131_072

/** The lines of a body as it arrives. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let line = 0
  for await (const bytes of body) {
    const parts = (rest + decode(decoder, bytes, line)).split('\n')
    rest = parts.pop() ?? ''
    for (const text of parts) {
      line++
      requireShort(text, line)
      yield text
    }
    requireShort(rest, line + 1)
  }
  rest += decode(decoder, undefined, line)
  if (rest !== '') yield rest
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, line: number): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (error) {
    throw new AppError('invalid_input', `after line ${line}: the body is not UTF-8`, { cause: error })
  }
}

function requireShort(text: string, line: number): void {
  if (text.length > LINE_CHARS_MAX)
    throw new AppError('limit_exceeded', `line ${line} has more than ${LINE_CHARS_MAX} characters`)
}

/**
 * What the work tells, line by line. What goes wrong before the first line is an error like any other; after it, it is
 * the last line: `{"error": …}`, in the form of a problem. The work is told by the signal when nobody listens any more.
 */
export function telling(
  requestId: string,
  work: (tell: (value: unknown) => void, signal: AbortSignal) => Promise<unknown>,
): Streamed {
  return new Streamed(NDJSON, tellingLines(requestId, work))
}

async function* tellingLines(
  requestId: string,
  work: (tell: (value: unknown) => void, signal: AbortSignal) => Promise<unknown>,
): AsyncGenerator<string> {
  const gone = new AbortController()
  const lines: string[] = []
  let wake = Promise.withResolvers<void>()
  let isOver = false
  let hasTold = false
  const tell = (value: unknown) => {
    lines.push(`${JSON.stringify(value)}\n`)
    wake.resolve()
  }
  const done = work(tell, gone.signal).finally(() => {
    isOver = true
    wake.resolve()
  })
  // It is waited for at the end; until then a failure is not an unhandled one.
  done.catch(() => undefined)
  try {
    while (!isOver || lines.length > 0) {
      if (lines.length === 0) await wake.promise
      wake = Promise.withResolvers<void>()
      const told = lines.splice(0).join('')
      if (told === '') continue
      hasTold = true
      yield told
    }
    const end = await done
    yield `${JSON.stringify({ end })}\n`
  } catch (error) {
    if (!hasTold) throw error
    yield `${JSON.stringify({ error: problem(error, requestId) })}\n`
  } finally {
    gone.abort()
  }
}
