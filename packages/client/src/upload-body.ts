// A body that is sent while it comes into being. Where the runtime cannot do that, in browsers, it is gathered first: a
// Blob, which the browser may keep outside of its memory.

import type { CallTime } from './call-time.ts'
import { refusedInput } from './error.ts'
import type { Uploaded, UploadPiece } from './method.ts'
import type { Request, SentBody } from './request.ts'
import { SILENCE_MS_MAX } from './stream.ts'

/** Rows that lie in memory come without a pause: others have their turn so often. */
const TURN_MS = 10

export interface UploadBody {
  readonly body: NonNullable<Request['body']>
  /** It can be sent again. */
  readonly isWhole: boolean
  /** What went wrong with what was given, and not with the server. */
  failure(): { readonly error: unknown } | undefined
}

/** Whoever is slow to give is not a server that is slow to take. */
export async function uploadBody(given: Uploaded['body'], time: CallTime): Promise<UploadBody> {
  if (typeof given === 'string' || given instanceof Uint8Array || given instanceof Blob) return whole(given as SentBody)
  const pieces = iteratorOf(given)
  if (isBrowser()) return whole(await gather(pieces, time))
  let failure: { readonly error: unknown } | undefined
  const stream = streamOf(pieces, time, (error) => {
    failure = { error }
  })
  return { body: () => ({ body: stream as SentBody, duplex: 'half' }), isWhole: false, failure: () => failure }
}

function whole(body: SentBody): UploadBody {
  return { body: () => ({ body }), isWhole: true, failure: () => undefined }
}

/** Browsers stream up over HTTP/2 at best, and some never: it cannot be known before it fails. */
function isBrowser(): boolean {
  return /^Mozilla\//.test(globalThis.navigator?.userAgent ?? '')
}

type Pieces = AsyncIterator<UploadPiece> | Iterator<UploadPiece>

async function gather(pieces: Pieces, time: CallTime): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const turn = new Turn()
  time.hold()
  for (;;) {
    await turn.pass()
    const { done, value } = await time.race(Promise.resolve(pieces.next()))
    if (done) break
    parts.push(new Uint8Array(bytesOfPiece(value)))
  }
  time.allow(SILENCE_MS_MAX)
  return new Blob(parts)
}

class Turn {
  private sinceMs = performance.now()

  async pass(): Promise<void> {
    if (performance.now() - this.sinceMs <= TURN_MS) return
    await new Promise((resolve) => setTimeout(resolve))
    this.sinceMs = performance.now()
  }
}

function streamOf(pieces: Pieces, time: CallTime, failed: (error: unknown) => void): ReadableStream<Uint8Array> {
  const turn = new Turn()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        time.check()
        time.hold()
        await turn.pass()
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(bytesOfPiece(value))
      } catch (error) {
        // A runtime that goes on asking for pieces of a call that has ended gets none.
        if (time.signal.aborted) await pieces.return?.()
        else failed(error)
        throw error
      } finally {
        time.allow(SILENCE_MS_MAX)
      }
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}

function iteratorOf(given: Exclude<Uploaded['body'], string | Uint8Array | Blob>): Pieces {
  if (given instanceof ReadableStream) return readPieces(given)
  if (typeof given === 'object' && given !== null && Symbol.asyncIterator in given) return given[Symbol.asyncIterator]()
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return given[Symbol.iterator]()
  throw refusedInput('`body` is text, bytes, a Blob, or something that can be iterated over')
}

/** Not every browser can iterate over a stream. */
async function* readPieces(stream: ReadableStream<UploadPiece>): AsyncGenerator<UploadPiece> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}

function bytesOfPiece(piece: UploadPiece): Uint8Array {
  if (piece instanceof Uint8Array) return piece
  return new TextEncoder().encode(typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`)
}
