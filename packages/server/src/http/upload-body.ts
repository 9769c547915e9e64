// The body of an upload, as it is read. It may take as long as something comes; while nothing does, it is no work under
// way, and its place is free for others; and when nothing has come for long, it is given up. Only waiting for the sender
// counts: as long as what came is being worked on, the sender is not to blame.

import { WireError } from './problem.ts'

export interface UploadBounds {
  /** So long nothing has come: it is silent. */
  readonly silentMs: number
  /** So long: nobody waits any more. */
  readonly silentMsMax: number
}

const BOUNDS: UploadBounds = { silentMs: 1_000, silentMsMax: 60_000 }

export async function* readUpload(
  body: AsyncIterable<Uint8Array>,
  onSilent: () => void,
  { silentMs, silentMsMax }: UploadBounds = BOUNDS,
): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { promise: given, reject } = Promise.withResolvers<never>()
      const silent = setTimeout(onSilent, silentMs)
      const over = setTimeout(
        () => reject(new WireError('request_timeout', `nothing has come for ${silentMsMax} ms`)),
        silentMsMax,
      )
      try {
        const next = await Promise.race([pieces.next(), given])
        if (next.done) return
        clearTimeout(silent)
        clearTimeout(over)
        yield next.value
      } finally {
        clearTimeout(silent)
        clearTimeout(over)
      }
    }
  } finally {
    // Not waited for: what never comes would never end.
    void pieces.return?.()
  }
}
