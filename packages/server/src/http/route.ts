// One row of an API: method, path, action, status. The whole of an area's API is a table of these; the document, the
// methods of a client and the tests of isolation are read from the same rows. A row of a foreign wire has a translation
// beside its action, and none has anything instead of an action: what is permitted is said there.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Action, App, Caller } from '../action.ts'
import { assert } from '../errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An action of any input: its own schema, or its wire's translation, has parsed what it is given. */
// biome-ignore lint/suspicious/noExplicitAny: a table holds actions of every input, and `unknown` would refuse them all
export type AnyAction = Action<any, unknown>

export interface Route {
  readonly method: Method
  /** `/v1/stores/:store/check` */
  readonly path: string
  readonly action: AnyAction
  readonly status: number
  /** Validated by a compiled schema, in a scope without anything that costs. */
  readonly hot: boolean
  /** Parsed as any other, and taken past the framework as what is hot: see short-way.ts. */
  readonly isShort?: true
  /** Default: `application/json`. */
  readonly media?: 'text/html; charset=utf-8' | 'text/plain; version=0.0.4; charset=utf-8'
  /** Default: that of the listener. */
  readonly bodyBytesMax?: number
  /** What it can answer in, the default first. The action is told in its input as `accept` which one the caller takes. */
  readonly accepts?: readonly string[]
  /** `down`: the answer goes on while the caller listens. `up`: the action is given the bytes of the body as `body`. */
  readonly flow?: 'down' | 'up'
}

export type RouteOptions = Partial<Pick<Route, 'status' | 'media' | 'bodyBytesMax' | 'accepts' | 'isShort'>>

export interface ForeignRoute {
  readonly method: Method
  readonly path: string
  /** What it performs, so that boot can see that somebody says who may. */
  readonly actions: readonly AnyAction[]
  handle(call: ForeignCall): Promise<unknown>
  /**
   * For what is asked thousands of times a second: the same, of nothing but the parameters and the body. A promise only
   * where something has to be waited for.
   */
  answer?(call: PlainCall): unknown
}

/** What a translation is given: enough to perform actions and to answer, and no more. */
export interface PlainCall {
  readonly app: App
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface ForeignCall extends PlainCall {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** A wire of somebody else's design: its rows, and how it says that something went wrong. */
export interface ForeignWire {
  readonly name: string
  readonly routes: readonly ForeignRoute[]
  /** Whether paths that are on no table are answered in this wire's words. */
  owns(path: string): boolean
  fail(error: unknown, requestId: string): { readonly status: number; readonly type?: string; readonly body: unknown }
  /** Headers besides ours. */
  headers?(requestId: string): Readonly<Record<string, string>>
  /** A body of another content type is parsed all the same. */
  readonly anyContentType?: true
}

export function route(method: Method, path: string, action: AnyAction, options: RouteOptions = {}): Route {
  return { method, path, action, status: 200, hot: false, ...options }
}

/** For what is asked thousands of times a second: check, batch, lists. */
export function hotRoute(method: 'POST', path: string, action: AnyAction, options: RouteOptions = {}): Route {
  return { method, path, action, status: 200, hot: true, ...options }
}

/** For an action that outputs a stream, and goes on until the caller or the server ends it. */
export function streamRoute(
  method: 'GET' | 'POST',
  path: string,
  action: AnyAction,
  options: RouteOptions = {},
): Route {
  return { method, path, action, status: 200, hot: false, flow: 'down', ...options }
}

/** For an action that reads its body as it arrives; everything else it takes is in the path and the query. */
export function uploadRoute(path: string, action: AnyAction, options: RouteOptions = {}): Route {
  return { method: 'POST', path, action, status: 200, hot: false, flow: 'up', ...options }
}

/** Throws when a table could not be served safely; called before the server listens. */
export function assertRoutes(routes: readonly Route[], wires: readonly ForeignWire[]): void {
  const rows = [
    ...routes.map(({ method, path, action }) => ({ method, path, actions: [action] })),
    ...wires.flatMap((wire) => wire.routes),
  ]
  const places = new Set<string>()
  const names = new Map<string, AnyAction>()
  for (const { method, path, actions } of rows) {
    const place = `${method} ${path}`
    assert(!places.has(place), `\`${place}\` is on two rows`)
    places.add(place)
    assert(actions.length > 0, `\`${place}\` performs no action, so nobody says who may`)
    for (const action of actions) {
      assert(action && typeof action.permit === 'function', `\`${place}\` has no permit`)
      assert(/^[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*$/.test(action.name), `\`${action.name}\` is not \`noun.verb\``)
      assert((names.get(action.name) ?? action) === action, `two actions are called \`${action.name}\``)
      names.set(action.name, action)
    }
  }
}
