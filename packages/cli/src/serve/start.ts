// `lockness start`: a server to look at and to work with on one's own machine. The first time it is given the verticals as
// modules and a small world of data; what it prints can be pasted into a shell.

import type { ExitCode, Terminal } from '../terminal.ts'
import { runServer, type Started } from './run-server.ts'
import { readSettings, type ServeFlags } from './settings.ts'

export function start(terminal: Terminal, flags: ServeFlags, cores: number): Promise<ExitCode> {
  const settings = readSettings(terminal, flags, cores)
  const place = 'folder' in settings.place ? `data in ${settings.place.folder}` : 'data in your PostgreSQL'
  return runServer(terminal, settings, {
    ...(flags.json && { json: true }),
    welcome: (started) => welcome(terminal, started, place),
  })
}

function welcome({ colors }: Terminal, { url, firstRootKey }: Started, place: string): string {
  const key =
    firstRootKey === undefined ? '' : `\nThe root key, shown only now:\n\n  export LOCKNESS_KEY=${firstRootKey}\n`
  return `${colors.bold('Lockness')} answers at ${colors.bold(url)}  ${colors.dim(place)}\n${key}`
}
