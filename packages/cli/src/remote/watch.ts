// `lockness watch`: what happens to a store, as it happens. When the line breaks the watch goes on from where it was.

import type { Tuple } from '@lockness/authz'
import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, Failure } from '../terminal.ts'
import { path } from './client.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { tupleText } from './tuple-text.ts'

interface WatchFlags {
  readonly token?: string
  readonly objectType?: string
  readonly object?: string
  readonly relation?: string
  readonly subject?: string
}

interface WatchEvent {
  readonly type: 'change' | 'expiration' | 'checkpoint' | 'RESYNC_REQUIRED'
  readonly revision?: number
  readonly token?: string
  readonly at?: string
  readonly actor?: string
  readonly action?: string
  readonly reason?: string
  readonly model?: string
  readonly added?: readonly Tuple[]
  readonly removed?: readonly Tuple[]
}

const PAUSE_MS = 1_000

export const WATCH_COMMANDS = [
  remoteCommand<WatchFlags>({
    call: 'watch',
    says: 'each change of a store as it comes, until Ctrl-C; with --json a line for each',
    example: 'lockness watch --object-type organization',
    options: [
      ['--token <token>', 'go on from where this token was given (default: now)'],
      ['--object-type <type>', 'only tuples on objects of this type'],
      ['--object <object>', 'only tuples on this object'],
      ['--relation <relation>', 'only tuples with this relation'],
      ['--subject <subject>', 'only tuples of this subject'],
    ],
    run: watch,
  }),
]

async function watch(remote: Remote, { token, objectType, object, relation, subject }: WatchFlags): Promise<ExitCode> {
  const signal = remote.terminal.ending()
  const below = path`/stores/${await remote.store()}/watch`
  const filter = { objectType, object, relation, subject }
  for (let last = token; !signal.aborted; ) {
    try {
      const query = { ...filter, token: last }
      for await (const event of remote.client.lines<WatchEvent>('GET', below, { query, signal })) {
        last = event.token ?? last
        tell(remote, event)
        if (event.type === 'RESYNC_REQUIRED') throw resync(event.reason)
      }
    } catch (error) {
      if (signal.aborted) return EXIT.ok
      // Before the first event there is nothing to go on from: the call itself failed.
      if (last === token || !isBreak(error)) throw error
    }
    await pause(signal)
  }
  return EXIT.ok
}

function tell({ terminal, isJson }: Remote, event: WatchEvent): void {
  if (isJson) {
    terminal.print(`${JSON.stringify(event)}\n`)
    return
  }
  if (event.type === 'checkpoint' || event.type === 'RESYNC_REQUIRED') return
  const { colors } = terminal
  const { revision, at = '', actor, action, reason, model, added = [], removed = [] } = event
  const who = event.type === 'expiration' ? 'time was over' : `${actor ?? ''} ${action ?? ''}`
  const why = reason === undefined ? '' : `: ${reason}`
  terminal.print(`${colors.bold(String(revision))}  ${colors.dim(visible(`${at}  ${who}${why}`))}\n`)
  if (model !== undefined) terminal.print(`  ${colors.cyan(`model ${visible(model)}`)}\n`)
  for (const tuple of added) terminal.print(`  ${colors.green('+')} ${visible(tupleText(tuple))}\n`)
  for (const tuple of removed) terminal.print(`  ${colors.red('-')} ${visible(tupleText(tuple))}\n`)
}

/** The line broke, or the server is ending; another one may go on. */
function isBreak(error: unknown): boolean {
  return error instanceof Failure && error.exit === EXIT.unavailable
}

function resync(reason = 'what comes next cannot be told without a gap'): Failure {
  return new Failure(
    EXIT.refused,
    'resync_required',
    reason,
    'export the store anew, and watch from the token of the export',
  )
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
