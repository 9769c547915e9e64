// The SDK of Lockness: a method for every operation of the server, typed from its route tables, for browsers, Node and
// edge runtimes. What a client adds to the wire is said once and holds for all of them: it reads what it has written, it
// tries again where that is safe, it ends when its time is over or nobody wants it any more, and it fails in one way.
// How it is used, with examples that run: docs/client.md.

import { methodOf } from './call.ts'
import { type ClientOptions, type Connection, connect, readHeaders } from './connection.ts'
import type { OperationRow } from './method.ts'
import { type Methods, OPERATIONS } from './operations.generated.ts'
import { Tokens } from './tokens.ts'

export type { ClientOptions, Fetch } from './connection.ts'
export type { ServerErrorCode } from './error.ts'
export { type ClientErrorCode, type ErrorCode, type ErrorKind, type Issue, LocknessError } from './error.ts'
export type * from './method.ts'
export type * from './open-shapes.ts'
export type * from './operations.generated.ts'
export { OPERATIONS } from './operations.generated.ts'
export type { Tokens } from './tokens.ts'

export interface Client extends Methods {
  /** What it has written to each store: `JSON.stringify` keeps it, `createClient({ tokens })` goes on with it. */
  readonly tokens: Tokens
  /**
   * Another client of the same server, with what is given here instead. It begins with what this one remembers; what
   * either of them writes from then on is not waited for by the other.
   */
  fork(changes?: Partial<ClientOptions>): Client
}

/** Throws a TypeError for options that cannot work; nothing is sent. */
export function createClient(options: ClientOptions): Client {
  const tokens = new Tokens(options.tokens)
  const fork = (changes: Partial<ClientOptions> = {}) => {
    const headers = { ...readHeaders(options.headers), ...readHeaders(changes.headers) }
    return createClient({ ...options, tokens, ...changes, headers })
  }
  return { ...methodsOf(connect(options, tokens)), tokens, fork }
}

function methodsOf(connection: Connection): Methods {
  const nouns: Record<string, Record<string, unknown>> = {}
  for (const [name, row] of Object.entries<OperationRow>(OPERATIONS)) {
    const [noun = '', verb = ''] = name.split('.').map(camel)
    nouns[noun] = { ...nouns[noun], [verb]: methodOf(connection, row) }
  }
  // The table and the types are written by one generator, which gives every row a method.
  return nouns as unknown as Methods
}

/** `list_objects` → `listObjects` */
function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
