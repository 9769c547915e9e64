// What comes back, read with a bound: a whole text, or line by line while it arrives. A character may be cut anywhere
// between two pieces, and so may a line.

import type { CallTime } from './call-time.ts'
import { LocknessError } from './error.ts'

/** Not a limit of what may be asked: pages, catalogs and files are far smaller. */
export const TEXT_BYTES_MAX = 64 * 1_048_576

/** The bytes as they come. Between two of them time counts only while they are waited for. */
export async function* bytesOf(response: Response, time: CallTime, silenceMs?: number): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      if (silenceMs !== undefined) time.allow(silenceMs)
      const { done, value } = await time.race(reader.read())
      if (silenceMs !== undefined) time.hold()
      if (done) return
      yield value
      time.check()
    }
  } finally {
    // Whoever stops reading early lets the connection go; nobody waits for that.
    reader.cancel().catch(() => undefined)
  }
}

export async function readText(response: Response, time: CallTime, bytesMax = TEXT_BYTES_MAX): Promise<string> {
  const decoder = new Decoder()
  const parts: string[] = []
  let size = 0
  for await (const bytes of bytesOf(response, time)) {
    size += bytes.length
    if (size > bytesMax) throw tooLarge(`the answer has more than ${bytesMax} bytes`)
    parts.push(decoder.decode(bytes))
  }
  parts.push(decoder.decode())
  return parts.join('')
}

/** All lines that each piece completes, without their ends. What is left at the end is a line too. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>, charsMax: number): AsyncGenerator<string[]> {
  const decoder = new Decoder()
  let rest: string[] = []
  let restChars = 0
  for await (const piece of bytes) {
    const pieces = decoder.decode(piece).split('\n')
    const last = pieces.pop()!
    const lines = pieces.map((text, index) => (index === 0 ? rest.join('') + text : text))
    const longest = lines.reduce((most, { length }) => Math.max(most, length), 0)
    if (lines.length > 0) {
      rest = []
      restChars = 0
    }
    rest.push(last)
    restChars += last.length
    if (Math.max(longest, restChars) > charsMax) throw tooLarge(`a line has more than ${charsMax} characters`)
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  const end = rest.join('') + decoder.decode()
  if (end !== '') yield [withoutReturn(end)]
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

class Decoder {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })

  decode(bytes?: Uint8Array): string {
    try {
      return bytes ? this.decoder.decode(bytes, { stream: true }) : this.decoder.decode()
    } catch (cause) {
      throw new LocknessError({ code: 'bad_answer', kind: 'network', detail: 'the answer is not UTF-8', cause })
    }
  }
}

export function tooLarge(detail: string): LocknessError {
  return new LocknessError({ code: 'answer_too_large', kind: 'network', detail })
}
