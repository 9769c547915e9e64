// How the commands that run a server are called: start, serve, dev.

import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { addExample, type Done, readInteger } from './command.ts'
import { type DevFlags, dev } from './serve/dev.ts'
import { ALLOWANCES, type DangerName } from './serve/safety.ts'
import { serve } from './serve/serve.ts'
import { DATA_FOLDER, HOST, PORT, type ServeFlags } from './serve/settings.ts'
import { start } from './serve/start.ts'
import type { Terminal } from './terminal.ts'

const THREADS_MAX = 256

export function addServeCommands(program: Command, terminal: Terminal, done: Done): void {
  const cores = availableParallelism()
  const starting = program
    .command('start')
    .description('a server on this machine; the first time with the verticals and a small world of data')
    .action((flags: ServeFlags) => done(start(terminal, flags, cores)))
  addServerOptions(starting, cores)
  starting.option('--no-console', 'the API alone')
  addExample(starting, 'lockness start --port 0', ENVIRONMENT)

  const serving = program
    .command('serve')
    .description('a server for production: no demo data, and no unsafe settings')
    .action((flags: ServeFlags & Record<string, unknown>) => done(serve(terminal, flags, allowedBy(flags), cores)))
  addServerOptions(serving, cores)
  serving.option('--console', 'also the console, on the same port').option('--no-console', 'the API alone (default)')
  for (const [name, says] of ALLOWANCES) serving.option(`--allow-${name}`, says)
  addExample(serving, 'lockness serve --database-url "$DATABASE_URL" --port 8080', ENVIRONMENT)
  addDev(program, terminal, done, cores)
}

function addDev(program: Command, terminal: Terminal, done: Done, cores: number): void {
  const command = program
    .command('dev')
    .description('a server for writing models: data in memory only, and each change of a file is pushed at once')
    .argument(
      '[folder]',
      'a folder with an fga.mod, or the folder of one module (default: verticals, or the current one)',
    )
    .option('--tuples <file>', 'a .fga.yaml file whose tuples are loaded')
    .action((folder: string | undefined, flags: DevFlags) =>
      done(
        dev(terminal, folder ?? (terminal.disk.kind('verticals/fga.mod') === 'file' ? 'verticals' : '.'), flags, cores),
      ),
    )
  addListening(command, cores)
  addExample(command, 'lockness dev verticals --tuples verticals/demo.fga.yaml')
}

const ENVIRONMENT = `

Environment:
  LOCKNESS_ROOT_KEY      the root key of a new installation (default: one is made and printed once)
  LOCKNESS_DATA          instead of --data
  LOCKNESS_DATABASE_URL  instead of --database-url
  LOCKNESS_HOST          instead of --host
  LOCKNESS_PORT          instead of --port
  LOCKNESS_PUBLIC_ORIGIN instead of --public-origin
  LOCKNESS_TRACES_URL    instead of --traces-url`

function addServerOptions(command: Command, cores: number): void {
  addListening(addPlace(command), cores)
}

export function addPlace(command: Command): Command {
  return command
    .option('--data <folder>', `where the embedded database keeps its data (default: ${DATA_FOLDER})`)
    .option('--database-url <url>', 'your PostgreSQL 15 or newer, instead of the embedded one')
}

function addListening(command: Command, cores: number): void {
  command
    .option('--host <address>', `the address to listen on (default: ${HOST})`)
    .option('--port <number>', `the port; 0 is any that is free (default: ${PORT})`, readInteger(0, 65_535))
    .option('--threads <number>', `threads that answer (default: ${cores}, one per core)`, readInteger(1, THREADS_MAX))
    .option('--public-origin <origin>', 'the https origin that callers know, when a proxy ends TLS before the server')
    .option(
      '--staleness <seconds>',
      'how long questions are answered while the database is away',
      readInteger(1, 86_400),
    )
    .option('--traces-url <url>', 'a collector of traces that speaks OTLP over HTTP')
    .option('--json', 'one line on stdout when ready: {"event":"ready","url":…,"pid":…}')
}

/** Commander calls `--allow-plain-http` `allowPlainHttp`. */
function allowedBy(flags: Readonly<Record<string, unknown>>): ReadonlySet<DangerName> {
  const isAllowed = (name: string) =>
    flags[`allow-${name}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
  return new Set(ALLOWANCES.map(([name]) => name).filter((name) => isAllowed(name) === true))
}
