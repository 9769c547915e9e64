// What the console is told when it is started: by the server it is embedded in, or by the environment when it runs alone.
// This is the one place where that is read.

import { createHash, randomBytes } from 'node:crypto'

/** What the server's process does for a console in it. */
export interface Embedding {
  /** A key for the code of a one-time link, the first time that the code is shown; undefined ever after. */
  redeem(code: string): Promise<{ readonly key: string; readonly endsAtMs: number } | undefined>
}

export interface Environment {
  readonly serverUrl: string
  /** Of the installation; 32 bytes, from which sessions are sealed. */
  readonly secret: Uint8Array<ArrayBuffer>
  /** The https origin that people know, when a proxy ends TLS. */
  readonly publicOrigin: string | undefined
  readonly embedding: Embedding | undefined
  /** By `next dev`. */
  readonly isDevelopment: boolean
  /** Whether `/ui` shows the pieces that everything is made of: for whoever builds the console. */
  readonly showsPieces: boolean
}

const SERVER_URL = 'http://127.0.0.1:8080'
const SECRET_CHARS_MIN = 32

let known: Environment | undefined

export function environment(): Environment {
  known ??= {
    serverUrl: (process.env.LOCKNESS_URL ?? SERVER_URL).replace(/\/+$/, ''),
    secret: readSecret(process.env.LOCKNESS_CONSOLE_SECRET),
    publicOrigin: process.env.LOCKNESS_PUBLIC_ORIGIN || undefined,
    embedding: (globalThis as { locknessEmbedding?: Embedding }).locknessEmbedding,
    isDevelopment: process.env.NODE_ENV === 'development',
    showsPieces: process.env.LOCKNESS_UI === '1',
  }
  return known
}

function readSecret(text: string | undefined): Uint8Array<ArrayBuffer> {
  if (text === undefined || text === '') {
    console.warn(
      'LOCKNESS_CONSOLE_SECRET is not set: sessions end when the console does, and are known to this one only',
    )
    return Uint8Array.from(randomBytes(32))
  }
  if (text.length < SECRET_CHARS_MIN) {
    throw new Error(`LOCKNESS_CONSOLE_SECRET has ${text.length} characters, expected at least ${SECRET_CHARS_MIN}`)
  }
  return Uint8Array.from(createHash('sha256').update(text).digest())
}
