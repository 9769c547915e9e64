// A place inside a node at which it is killed. The process of a node that is under test is watched from outside of the
// server: what goes out to the database and what comes back, and the answer to the caller. So the server has no such
// places, and nothing that could set one; each of them is met exactly, because the process ends in the same turn.

import { ServerResponse } from 'node:http'
import { Socket } from 'node:net'

// biome-ignore format: a table is read by its columns
export const POINTS = [
  'before it is sent',      // the write is prepared, and nothing of it has left the node
  'sent',                   // all of it has left, and nothing has come back
  'committed',              // the database has told that it is done, and the node has not looked
  'hinted',                 // the other nodes have been told, and the caller has not
  'answered',               // the caller has been told
] as const
export type Point = (typeof POINTS)[number]

export interface Failpoint {
  readonly point: Point
  /** Of the write that meets it. */
  readonly key: string
}

const APPEND = 'lockness.append'
const HINT = 'pg_notify'

/** Called in the process of the node, before the server is started. */
export function arm({ point, key }: Failpoint, databasePort: number, kill: () => void): void {
  /** The connection that carries the write. */
  let carrier: Socket | undefined
  const appending = new WeakSet<Socket>()
  const write = Socket.prototype.write
  Socket.prototype.write = function (this: Socket, ...given: never[]): boolean {
    if (this.remotePort === databasePort) {
      const text = textOf(given[0])
      if (text.includes(APPEND)) appending.add(this)
      if (!carrier && appending.has(this) && text.includes(key)) meet(this)
      if (carrier && point === 'hinted' && text.includes(HINT)) this.prependOnceListener('data', kill)
    }
    return Reflect.apply(write, this, given)
  }
  const end = ServerResponse.prototype.end
  ServerResponse.prototype.end = function (this: ServerResponse, ...given: never[]): ServerResponse {
    const isAnswer = carrier !== undefined && this.req.method === 'POST' && this.req.url?.endsWith('/tuples')
    // It is held back until the hint is out, which takes longer.
    if (isAnswer && point === 'hinted') return this
    if (isAnswer && point === 'answered') this.once('finish', kill)
    return Reflect.apply(end, this, given)
  }

  function meet(socket: Socket): void {
    carrier = socket
    if (point === 'before it is sent') kill()
    // What is written in this turn is handed to the system in this turn.
    if (point === 'sent') process.nextTick(kill)
    if (point === 'committed') socket.prependOnceListener('data', kill)
  }
}

function textOf(chunk: unknown): string {
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString('latin1') : String(chunk)
}
