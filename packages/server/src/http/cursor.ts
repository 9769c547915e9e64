// Where a list goes on. A cursor is opaque, belongs to one list with one filter in one store, and carries a mark that
// only this installation can make: one of another list, of another store, of another installation, or one that was
// edited, is refused. It says a position, not a right: the list is permitted again for every page.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.ts'

const CURSOR_CHARS_MAX = 2_048
const MARK_BYTES = 16

export type Position = readonly (string | number | null)[]

export interface CursorPage<T> {
  readonly items: readonly T[]
  /** Absent on the last page. */
  readonly cursor?: string
}

export class Cursors {
  private readonly secret: Buffer

  constructor(secret: Buffer) {
    if (secret.length < 32) throw new AppError('misconfigured', 'the secret of cursors has at least 32 bytes')
    this.secret = secret
  }

  seal(list: string, filter: unknown, position: Position): string {
    const payload = Buffer.from(JSON.stringify(position))
    return Buffer.concat([this.mark(list, filter, payload), payload]).toString('base64url')
  }

  open(list: string, filter: unknown, cursor: string): Position {
    const bytes =
      /^[A-Za-z0-9_-]+$/.test(cursor) && cursor.length <= CURSOR_CHARS_MAX
        ? Buffer.from(cursor, 'base64url')
        : Buffer.alloc(0)
    const payload = bytes.subarray(MARK_BYTES)
    const isOurs =
      bytes.length > MARK_BYTES && timingSafeEqual(bytes.subarray(0, MARK_BYTES), this.mark(list, filter, payload))
    if (!isOurs)
      throw new AppError('invalid_input', '`cursor` is not one of this list', { detail: { parameter: 'cursor' } })
    return JSON.parse(payload.toString('utf8')) as Position
  }

  /** Rows are one more than a page when there are more. */
  page<T>(
    list: string,
    filter: unknown,
    rows: readonly T[],
    pageSize: number,
    positionOf: (row: T) => Position,
  ): CursorPage<T> {
    const items = rows.slice(0, pageSize)
    const last = items.at(-1)
    if (rows.length <= pageSize || last === undefined) return { items }
    return { items, cursor: this.seal(list, filter, positionOf(last)) }
  }

  private mark(list: string, filter: unknown, payload: Buffer): Buffer {
    const hmac = createHmac('sha256', this.secret)
    for (const part of [list, JSON.stringify(filter) ?? '']) hmac.update(`${Buffer.byteLength(part)}:${part};`)
    return hmac.update(payload).digest().subarray(0, MARK_BYTES)
  }
}
