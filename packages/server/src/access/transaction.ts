// The transaction of a command, as the access area opens it: what it appends to a store becomes a revision with the one
// audit record that belongs to it, and the nodes are told after the commit. A change that appended nothing has nowhere
// to be recorded, so it is refused.

import { randomUUID } from 'node:crypto'
import type { App, Transaction } from '../action.ts'
import { AppError, assert } from '../errors.ts'
import { appendInTransaction, type Revision } from '../store/append.ts'
import type { Database, Transaction as StoreTransaction } from '../store/database.ts'
import type { Write } from '../store/write.ts'
import { Turns } from './turns.ts'

class Appending implements Transaction {
  readonly written = new Set<string>()
  private readonly tx: StoreTransaction

  constructor(tx: StoreTransaction) {
    this.tx = tx
  }

  query<R extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.tx.query<R>(sql, values)
  }

  async record(): Promise<void> {
    assert(this.written.size > 0, 'a change that made no revision has no audit record')
  }

  async append(storeId: string, write: Write): Promise<Revision> {
    const revision = await appendInTransaction(this.tx, storeId, write, randomUUID())
    this.written.add(storeId)
    return revision
  }
}

/** Fewer than there are connections: a command holds one while what it is judged by is brought up over another. */
const COMMANDS_AT_ONCE_MAX = 4
const COMMANDS_WAITING_MAX = 1_000

/** `onCommit` is waited for, so that what an answer tells is true on this node when it is sent. */
export function openTransactions(
  database: Database,
  onCommit: (storeId: string) => void | Promise<void>,
): App['transaction'] {
  const turns = new Turns(COMMANDS_AT_ONCE_MAX, COMMANDS_WAITING_MAX)
  return async (work, deadline) => {
    if (turns.isFull) throw new AppError('unavailable', 'too many commands are waiting: nothing was done')
    if (!(await turns.take(Math.max(1, deadline.remainingMs())))) {
      const message = 'the deadline has passed while the command waited for others: nothing was done'
      throw new AppError('limit_exceeded', message, { detail: { limit: 'deadlineMs' } })
    }
    let appending: Appending | undefined
    try {
      const begin = (tx: StoreTransaction) => work((appending = new Appending(tx)))
      const result = await database.transaction(begin, { deadlineMs: Math.max(1, deadline.remainingMs()) })
      for (const storeId of appending?.written ?? []) await onCommit(storeId)
      return result
    } catch (error) {
      // Once something was appended, a lost answer may be that of the commit.
      const isOpen = error instanceof AppError && error.detail.wasSent === true && (appending?.written.size ?? 0) > 0
      if (!isOpen) throw error
      const message = 'the write was sent and may have been done: ask again with the same idempotency key'
      throw new AppError('outcome_unknown', message, { cause: error })
    } finally {
      turns.give()
    }
  }
}

export function append(tx: Transaction, storeId: string, write: Write): Promise<Revision> {
  assert(tx instanceof Appending, 'a command of the access area runs in a transaction that appends')
  return tx.append(storeId, write)
}
