// One server from its start to its end: started, announced, ended by a signal when it has answered what arrived. `start`,
// `serve` and `dev` differ in what they check before and what they do once it answers.

import { createServer } from 'node:net'
import type { Server, ServerOptions } from '@lockness/server'
import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, type Terminal } from '../terminal.ts'
import { makeDataFolder } from './data-folder.ts'
import { explainStart } from './explain-start.ts'
import type { Settings } from './settings.ts'

export interface Started {
  readonly url: string
  /** Only of a new installation that made its own, and never again. */
  readonly firstRootKey: string | undefined
  /** Signs somebody in to the console, once; undefined without a console. */
  readonly signInLink?: string | undefined
}

export interface Course {
  readonly json?: true
  /** Whoever starts it is whoever looks at it. */
  readonly isLinkShown?: true
  /** Done before anybody is told that the server is ready. */
  prepare?(started: Started): Promise<void>
  /** For people, instead of the line for programs. */
  welcome(started: Started): string
  /** Goes on beside the server until the signal. */
  beside?(started: Started, ending: AbortSignal): Promise<void>
}

export async function runServer(terminal: Terminal, settings: Settings, course: Course): Promise<ExitCode> {
  const ending = terminal.ending()
  const server = await start(terminal, settings, course)
  try {
    const { url, firstRootKey } = server
    const started = { url, firstRootKey }
    await Promise.race([course.prepare?.(started), aborted(ending)])
    if (ending.aborted) {
      // Nobody could find it out later, and what was begun can be gone on with.
      if (firstRootKey !== undefined) terminal.complain(`the root key, shown only now: ${firstRootKey}\n`)
      return EXIT.ok
    }
    const shown = { ...started, signInLink: course.isLinkShown ? server.signInLink() : undefined }
    terminal.print(course.json ? readyLine(shown) : course.welcome(shown))
    await Promise.all([aborted(ending), course.beside?.(started, ending)])
    if (!course.json) terminal.complain(`\n${terminal.colors.dim('answering what has arrived, then ending')}\n`)
  } finally {
    await server.close()
  }
  return EXIT.ok
}

async function start(terminal: Terminal, settings: Settings, { json }: Course): Promise<Server> {
  const { place, host, port } = settings
  try {
    // A taken port is found before a database is made for it.
    if (port !== 0) await requireFree(host, port)
    if ('folder' in place) makeDataFolder(terminal, place.folder)
    const { startServer } = await import('@lockness/server')
    const options: ServerOptions = {
      ...settings,
      report: (message) => reportTo(terminal, message, json === true),
    }
    return await startServer(options)
  } catch (error) {
    throw explainStart(error, settings) ?? error
  }
}

function requireFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port }, () => probe.close(() => resolve()))
  })
}

/** Programs are told everything, line by line; people only what is not in order. */
function reportTo(terminal: Terminal, message: string, isJson: boolean): void {
  const text = isJson ? message : forPeople(message)
  if (text !== undefined) terminal.complain(isJson ? `${text}\n` : `${terminal.colors.dim(visible(text))}\n`)
}

const WARNING = 40

/** A line of the log is JSON; what else is reported is a sentence. */
function forPeople(message: string): string | undefined {
  const line = parsed(message)
  if (!line) return message
  const { level, msg, event, err } = line
  if (typeof level === 'number') return level >= WARNING ? [msg, err?.message].filter(Boolean).join(': ') : undefined
  return event === 'started' || event === 'joined' ? undefined : message
}

interface LogLine {
  readonly level?: unknown
  readonly event?: unknown
  readonly msg?: string
  readonly err?: { readonly message?: string }
}

function parsed(message: string): LogLine | undefined {
  if (!message.startsWith('{')) return undefined
  try {
    return JSON.parse(message) as LogLine
  } catch {
    return undefined
  }
}

/** On a new installation there is one thing more that nobody could find out later. */
function readyLine({ url, firstRootKey, signInLink }: Started): string {
  const key = firstRootKey === undefined ? {} : { rootKey: firstRootKey }
  const link = signInLink === undefined ? {} : { signInLink }
  return `${JSON.stringify({ event: 'ready', url, pid: process.pid, ...key, ...link })}\n`
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
