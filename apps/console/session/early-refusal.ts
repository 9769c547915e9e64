// Why a server hung up while a body was being sent to it. It may refuse a body by its length alone and close the
// connection, and what it said is then lost on the way, as HTTP/1 has it. So it is asked once more with the headers and
// nothing behind them: a refusal comes at once, and anything else is not waited for.

import { request } from 'node:http'
import { request as requestSafely } from 'node:https'

export interface Refusal {
  readonly status: number
  readonly body: string
}

const REFUSAL_MS_MAX = 2_000
const REFUSAL_CHARS_MAX = 65_536

/** Undefined: it was not refused by its headers. */
export function earlyRefusal(url: URL, method: string, headers: Headers): Promise<Refusal | undefined> {
  if (!headers.has('content-length')) return Promise.resolve(undefined)
  const { promise, resolve } = Promise.withResolvers<Refusal | undefined>()
  const send = url.protocol === 'https:' ? requestSafely : request
  const options = { method, headers: Object.fromEntries(headers), agent: false, timeout: REFUSAL_MS_MAX }
  const asked = send(url, options, (answer) => {
    let body = ''
    answer.setEncoding('utf8').on('data', (text: string) => {
      body = (body + text).slice(0, REFUSAL_CHARS_MAX)
    })
    answer.once('close', () => {
      const status = answer.statusCode ?? 0
      resolve(status >= 400 && status < 500 ? { status, body } : undefined)
      asked.destroy()
    })
  })
  asked.on('timeout', () => asked.destroy())
  asked.on('error', () => resolve(undefined))
  asked.on('close', () => resolve(undefined))
  asked.flushHeaders()
  return promise
}
