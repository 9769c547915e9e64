// Where a client speaks to and as whom. What is secret stays in here: it is checked before it is used, so that nobody
// has a reason to show it, and taken out of whatever others say.

import type { Tokens } from './tokens.ts'

export type Fetch = (input: string, init: RequestInit) => Promise<Response>

export interface ClientOptions {
  /** Of the server: `https://iam.example.com`. In a browser also a path of the same origin: `/api`. */
  readonly url: string
  /** The secret of an API key. */
  readonly key?: string | undefined
  /** Default: that of the runtime. */
  readonly fetch?: Fetch | undefined
  /** For one call; default: 10 seconds. */
  readonly timeoutMs?: number | undefined
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** What another client remembered: `JSON.parse(JSON.stringify(client.tokens))`. What is no such thing is left out. */
  readonly tokens?: unknown
}

export interface Connection {
  /** Without a slash at its end. */
  readonly url: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  /** Of every call; with the key. */
  readonly headers: Readonly<Record<string, string>>
  readonly tokens: Tokens
  /** The text without what is secret. */
  hide(text: string): string
}

const TIMEOUT_MS = 10_000
const HIDDEN = '[hidden]'
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/** Throws a TypeError for options that cannot work, without showing them. */
export function connect(options: ClientOptions, tokens: Tokens): Connection {
  const { url, key, timeoutMs = TIMEOUT_MS } = options
  if (!(timeoutMs > 0)) throw new TypeError('`timeoutMs` is a number of milliseconds above 0')
  if (key !== undefined && !/^[A-Za-z0-9\-._~+/]+=*$/.test(key))
    throw new TypeError('`key` is not the secret of a key: it has characters that no key has')
  const headers = readHeaders(options.headers)
  const all: Readonly<Record<string, string>> = {
    ...headers,
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  const secrets = SECRET_HEADERS.flatMap((name) => all[name] ?? []).map((value) => value.replace(/^Bearer +/i, ''))
  return {
    url: readUrl(url),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    headers: all,
    tokens,
    hide: (text) => secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, HIDDEN)), text),
  }
}

/** By lower-case names, and such as can be sent: a runtime that refuses one may show it. */
export function readHeaders(headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase()
      if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name))
        throw new TypeError('the name of a header has characters that none has')
      if (typeof value !== 'string' || /[^\t\x20-\x7e\x80-\xff]/.test(value))
        throw new TypeError(`the header \`${lower}\` has characters that cannot be sent`)
      return [lower, value]
    }),
  )
}

function readUrl(url: string): string {
  const rest = url.startsWith('/') && !url.startsWith('//') ? url : readAddress(url)
  if (/[?#\s\\]/.test(rest)) throw new TypeError('`url` is an address without a query: `https://iam.example.com`')
  return rest.replace(/\/+$/, '')
}

function readAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw new TypeError('`url` begins with `https://`, `http://` or, in a browser, `/`')
  if (parsed.username !== '' || parsed.password !== '')
    throw new TypeError('`url` has no name and no password in it: give the secret as `key`')
  return url
}
