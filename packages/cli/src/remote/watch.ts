// `lockness watch`: what happens to a store, as it happens. When the line breaks the watch goes on from where it was.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, Failure } from '../terminal.ts'
import type { OutputOf } from './connect.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { tupleText } from './tuple-text.ts'

interface WatchFlags {
  readonly token?: string
  readonly objectType?: string
  readonly object?: string
  readonly relation?: string
  readonly subject?: string
}

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
  const asked = { store: await remote.store(), token, objectType, object, relation, subject }
  try {
    for await (const event of remote.client.store.watch(asked, { signal })) {
      tell(remote, event)
      if (event.type === 'RESYNC_REQUIRED') throw resync(event.reason)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return EXIT.ok
}

function tell({ terminal, isJson }: Remote, event: OutputOf<'store', 'watch'>): void {
  if (isJson) {
    terminal.print(`${JSON.stringify(event)}\n`)
    return
  }
  if (event.type === 'checkpoint' || event.type === 'RESYNC_REQUIRED') return
  const { colors } = terminal
  const { revision, at, removed } = event
  const change = event.type === 'change' ? event : undefined
  const who = change ? `${change.actor} ${change.action}` : 'time was over'
  const why = change?.reason === undefined ? '' : `: ${change.reason}`
  terminal.print(`${colors.bold(String(revision))}  ${colors.dim(visible(`${at}  ${who}${why}`))}\n`)
  if (change?.model !== undefined) terminal.print(`  ${colors.cyan(`model ${visible(change.model)}`)}\n`)
  for (const tuple of change?.added ?? []) terminal.print(`  ${colors.green('+')} ${visible(tupleText(tuple))}\n`)
  for (const tuple of removed) terminal.print(`  ${colors.red('-')} ${visible(tupleText(tuple))}\n`)
}

function resync(reason: string): Failure {
  return new Failure(
    EXIT.refused,
    'resync_required',
    reason,
    'export the store anew, and watch from the token of the export',
  )
}
