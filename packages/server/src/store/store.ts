// The store, opened: the database that the operator gave or the embedded one, brought to this version's schema, with the
// appender that writes revisions and the hints that tell other nodes of them. What it is made of can be used alone.

import { assert } from '../errors.ts'
import { type Appender, createAppender } from './append.ts'
import { type Connection, type Database, openDatabase, requireUsable } from './database.ts'
import { type Embedded, type EmbeddedEvent, openEmbedded } from './embedded.ts'
import { createHints, type ReceivedHints, receiveHints } from './hint.ts'
import type { LogRow } from './log.ts'
import { migrate, readMigrations } from './migrate.ts'
import { ensureInstallation, type Installation } from './stores.ts'

export interface Store {
  readonly database: Database
  /** For threads that open a database of their own. */
  readonly connection: Connection
  readonly appender: Appender
  /** Tells the other nodes, and whoever else wants to know, that a store may have been written to. */
  committed(storeId: string, rows?: readonly LogRow[]): void
  onCommitted(listener: (storeId: string, rows?: readonly LogRow[]) => void): void
  /** Calls back with each store that another node has written to, as far as that is heard of. */
  hearHints(onHint: (storeId: string) => void, report: (message: string) => void): Promise<ReceivedHints>
  readonly installation: Installation
  /** Undefined with a database of the operator's. */
  readonly embedded: Embedded | undefined
  /** Ends in the reverse order of its beginning; the embedded database last. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** A PostgreSQL of 15 or newer, or the folder for the embedded one. */
  readonly place: { readonly databaseUrl: string } | { readonly folder: string }
  readonly now: () => number
  readonly newId: () => string
  readonly randomBytes: (count: number) => Buffer
  readonly report: (event: EmbeddedEvent | { readonly event: 'database'; readonly message: string }) => void
}

const TOKEN_KEY_BYTES = 32

export async function openStore({ place, now, newId, randomBytes, report }: StoreOptions): Promise<Store> {
  const embedded = 'folder' in place ? await openEmbedded({ folder: place.folder, now, report }) : undefined
  const connection: Connection | undefined = 'databaseUrl' in place ? { url: place.databaseUrl } : embedded?.connection
  assert(connection, 'there is either an address or an embedded database')
  const onMessage = (message: string) => report({ event: 'database', message })
  const database = openDatabase({ connection, isDirect: embedded !== undefined, report: onMessage })
  try {
    await requireUsable(database)
    await migrate(database, await readMigrations())
    const installation = await ensureInstallation(database, { id: newId(), tokenKey: randomBytes(TOKEN_KEY_BYTES) })
    const sender = newId()
    const hints = createHints(database, sender, (error) => onMessage(`a hint was not sent: ${String(error)}`))
    const listeners: ((storeId: string, rows?: readonly LogRow[]) => void)[] = [hints.send]
    const committed = (storeId: string, rows?: readonly LogRow[]) => {
      for (const listener of listeners) listener(storeId, rows)
    }
    const appender = createAppender({ database, newId, now, onCommit: committed })
    const close = async () => {
      await hints.stop()
      await database.close()
      await embedded?.stop()
    }
    return {
      database,
      connection,
      appender,
      committed,
      onCommitted: (listener) => listeners.push(listener),
      hearHints: (onHint, report) => receiveHints(database, sender, onHint, report),
      installation,
      embedded,
      close,
    }
  } catch (error) {
    await database.close()
    await embedded?.stop()
    throw error
  }
}
