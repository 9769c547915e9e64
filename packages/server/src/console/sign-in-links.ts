// Links that sign somebody in once. A link holds a code and no key: the key is made when the code is shown for the first
// time, for this session only, with an end, and it is listed and can be revoked like any other. Of a code only the hash
// is kept, and only here, in the memory of the process that printed it.

import { createHash, randomBytes } from 'node:crypto'

export interface SessionKey {
  readonly key: string
  readonly endsAtMs: number
}

export interface SignInLinksOptions {
  mintKey(endsAt: Date): Promise<string>
  readonly nowMs: () => number
}

const CODE_BYTES = 32
const CODE_LASTS_MS = 15 * 60_000
const KEY_LASTS_MS = 12 * 3_600_000
const CODES_MAX = 100

export class SignInLinks {
  private readonly options: SignInLinksOptions
  /** Until when each counts. */
  private readonly codes = new Map<string, number>()

  constructor(options: SignInLinksOptions) {
    this.options = options
  }

  /** To be shown to one person, once. */
  newCode(): string {
    const code = randomBytes(CODE_BYTES).toString('base64url')
    const [oldest] = this.codes.keys()
    if (this.codes.size >= CODES_MAX && oldest !== undefined) this.codes.delete(oldest)
    this.codes.set(hashOf(code), this.options.nowMs() + CODE_LASTS_MS)
    return code
  }

  /** The first time; undefined ever after, and for what is no code. */
  async redeem(code: string): Promise<SessionKey | undefined> {
    const hash = hashOf(code)
    const until = this.codes.get(hash)
    // Gone before anything is waited for, so that two who come at once are not both let in.
    this.codes.delete(hash)
    const nowMs = this.options.nowMs()
    if (until === undefined || until <= nowMs) return undefined
    const endsAtMs = nowMs + KEY_LASTS_MS
    return { key: await this.options.mintKey(new Date(endsAtMs)), endsAtMs }
  }
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url')
}
