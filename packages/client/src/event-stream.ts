// Server-sent events, as the standard reads them: fields by line, an event at each empty line. What was not finished by
// an empty line did not happen.

import { tooLarge } from './body-text.ts'

/** The lines of a piece are given as `linesOf` gives them; an event may be spread over several pieces. */
export async function* eventsOf(pieces: AsyncIterable<readonly string[]>, charsMax: number): AsyncGenerator<string> {
  let data: string[] = []
  let chars = 0
  for await (const lines of pieces) {
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n')
        data = []
        chars = 0
      } else if (line === 'data' || line.startsWith('data:')) {
        data.push(line.slice('data:'.length).replace(/^ /, ''))
        chars += line.length
        if (chars > charsMax) throw tooLarge(`an event has more than ${charsMax} characters`)
      }
    }
  }
}
