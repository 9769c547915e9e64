// Answers that go on. Each line is given as it comes; the last one says that nothing is missing, and a stream without it
// is an error, however it ended. What goes wrong after the first line is thrown, never given.

import { bytesOf, linesOf } from './body-text.ts'
import { isRecord, LocknessError, problemError } from './error.ts'
import { failureOf, parseHidden, type Sending, send } from './send.ts'

export const LINES_MEDIA = 'application/x-ndjson'

/** The longest silence of a server that is at work. */
export const SILENCE_MS_MAX = 120_000
/** More than the longest tuple with the largest context. */
const LINE_CHARS_MAX = 1_048_576

/** The head of an answer whose body is read later. */
export async function openStream(sending: Sending, media: string): Promise<Response> {
  return send(sending, async (response) => {
    requireMedia(response, media, sending)
    return response
  })
}

export async function* readLines(response: Response, sending: Sending): AsyncGenerator<unknown> {
  const { connection, time } = sending
  let isWhole = false
  try {
    for await (const lines of linesOf(bytesOf(response, time, SILENCE_MS_MAX), LINE_CHARS_MAX)) {
      for (const text of lines) {
        if (text === '') continue
        const line = parseLine(text, sending)
        if (isRecord(line) && 'error' in line) throw errorOf(line.error, sending)
        isWhole = isRecord(line) && 'end' in line
        yield line
        time.check()
      }
    }
  } catch (error) {
    throw failureOf(error, connection)
  }
  if (isWhole) return
  const detail = `the answer of \`${connection.url}\` ended before its last line`
  throw new LocknessError({ code: 'incomplete', kind: 'network', detail })
}

export function requireMedia(response: Response, media: string, { connection }: Pick<Sending, 'connection'>): void {
  const given = response.headers.get('content-type') ?? ''
  if (given.split(';', 1)[0]!.trim().toLowerCase() === media) return
  response.body?.cancel().catch(() => undefined)
  const detail = `what answers at \`${connection.url}\` is not Lockness: it answers with something that is not ${media}`
  throw new LocknessError({ code: 'bad_answer', kind: 'network', status: response.status, detail })
}

/** What a stream tells in place of its next line. */
export function errorOf(told: unknown, { connection }: Pick<Sending, 'connection'>): LocknessError {
  const problem = problemError(parseHidden(JSON.stringify(told) ?? '', connection.hide))
  return problem ?? badLine(connection.url)
}

export function parseLine(text: string, { connection }: Pick<Sending, 'connection'>): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badLine(connection.url)
  }
}

function badLine(url: string): LocknessError {
  const detail = `what answers at \`${url}\` is not Lockness: a line of its answer is not what it should be`
  return new LocknessError({ code: 'bad_answer', kind: 'network', detail })
}
