// The server's log: lines of JSON to a stream that is handed in, without what must not be kept. Keys, cookies and
// passwords are struck out by their names, wherever in an entry's first three levels they stand.

import { type DestinationStream, type Logger, pino } from 'pino'

const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'token',
  'key',
  'apiKey',
  'clientSecret',
]

export interface LoggerOptions {
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  readonly stream: DestinationStream
}

export function createLogger({ level = 'info', stream }: LoggerOptions): Logger {
  const paths = SECRETS.flatMap((name) => ['', '*.', '*.*.'].map((prefix) => `${prefix}["${name}"]`.replace('.[', '[')))
  return pino({ level, base: null, redact: { paths, censor: '[struck out]' } }, stream)
}
