// What the actions of the access area are made of: handed to each of them once, when the server is put together.

import type { Cursors } from '../http/cursor.ts'
import type { Appender, Revision } from '../store/append.ts'
import type { Database } from '../store/database.ts'
import { formatToken } from '../store/token.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { Authority } from './key-authority.ts'
import type { ModuleWork } from './module-work.ts'
import type { Replicas } from './replicas.ts'
import type { Situations } from './situation.ts'
import type { SlowQuestions } from './slow-questions.ts'
import type { Usage } from './usage.ts'

export interface AccessParts {
  readonly database: Database
  readonly appender: Appender
  readonly replicas: Replicas
  /** Who may do what. */
  readonly authority: Authority
  /** Where questions are answered. */
  readonly situations: Situations
  /** What is told of a yes that is acted upon. */
  readonly usage: Usage
  /** Where modules and large models are read. */
  readonly work: ModuleWork
  /** What took longest. */
  readonly slow: SlowQuestions
  /** One for all that judges by it. */
  readonly clock: DatabaseClock
  readonly cursors: Cursors
  /** Of the MAC of consistency tokens. */
  readonly tokenKey: Buffer
  /** How old an answer may be that nobody wanted newer. */
  readonly stalenessMsMax: number
  /** When a connection to the database was lost, the last time: what was known before may be of another one. */
  readonly brokenAtMs: () => number
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  /** Of the wall. */
  readonly now: () => Date
  readonly newId: () => string
  readonly report: (message: string) => void
  /** For what was written past the appender: tells the other nodes, and the graphs here. */
  readonly committed: (storeId: string) => void
}

/** What every answer to a change says of it. */
export interface RevisionShown {
  readonly revision: number
  readonly token: string
  readonly isReplay: boolean
}

export function showRevision({ tokenKey }: Pick<AccessParts, 'tokenKey'>, revision: Revision): RevisionShown {
  return { revision: revision.revision, token: formatToken(revision, tokenKey), isReplay: revision.isReplay }
}
