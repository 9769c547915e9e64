// How the commands for operators are called: they work on the database itself, with or without a server on it.

import type { Command } from 'commander'
import { addExample, type Done, JSON_OPTION, readInteger } from './command.ts'
import {
  adopt,
  backup,
  type ConfirmedFlags,
  doctor,
  drill,
  type KeepLogFlags,
  keepLog,
  migrate,
  type PlaceFlags,
  recoverKey,
  restore,
  status,
  verify,
} from './maintain/maintain.ts'
import { addPlace } from './serve-commands.ts'
import type { Terminal } from './terminal.ts'

const YES = ['--yes', 'do it: there is no way back'] as const

export function addMaintainCommands(program: Command, terminal: Terminal, done: Done): void {
  const add = (command: Command, example: string) =>
    addExample(addPlace(command).option(...JSON_OPTION), `lockness ${example}`)
  add(
    program
      .command('doctor')
      .description('look for what would trouble an operator, and say what to do; changes nothing')
      .action((flags: PlaceFlags) => done(doctor(terminal, flags))),
    'doctor',
  )
  add(
    program
      .command('verify')
      .description('read the whole history, and prove that nothing is missing or altered')
      .argument('[store]', 'the id of one store (default: all)')
      .action((store: string | undefined, flags: PlaceFlags) => done(verify(terminal, flags, store))),
    'verify --data .lockness',
  )
  add(
    program
      .command('backup')
      .description('everything into one file, at one moment, while the server goes on')
      .argument('<file>', 'where to; it must not be there yet')
      .action((file: string, flags: PlaceFlags) => done(backup(terminal, flags, file))),
    'backup monday.lockness',
  )
  add(
    program
      .command('restore')
      .description('a backup into an empty installation; a new epoch begins with it')
      .argument('<file>', 'what `lockness backup` made')
      .action((file: string, flags: PlaceFlags) => done(restore(terminal, flags, file))),
    'restore monday.lockness --data restored',
  )
  add(
    program
      .command('drill')
      .description('rehearse a restore: back up, restore elsewhere, verify, throw away')
      .action((flags: PlaceFlags) => done(drill(terminal, flags))),
    'drill',
  )
  addDatabase(program, terminal, done, add)
}

function addDatabase(
  program: Command,
  terminal: Terminal,
  done: Done,
  add: (command: Command, example: string) => void,
): void {
  const group = program
    .command('db')
    .description('the schema, the history after a restore, how long the log is kept, and a lost root key')
  addExample(group, 'lockness db status')
  add(
    group
      .command('status')
      .description('which migrations are applied; exit code 1 when some are pending')
      .action((flags: PlaceFlags) => done(status(terminal, flags))),
    'db status --data .lockness',
  )
  add(
    group
      .command('migrate')
      .description('bring the schema to this version; a server that starts does it too')
      .action((flags: PlaceFlags) => done(migrate(terminal, flags))),
    'db migrate --database-url "$DATABASE_URL"',
  )
  add(
    group
      .command('adopt')
      .description('a new epoch, after a backup was restored or a replica that was behind took over')
      .requiredOption('--reason <text>', 'why; kept with the epoch')
      .option(...YES)
      .action((flags: ConfirmedFlags & { reason: string }) => done(adopt(terminal, flags))),
    'db adopt --reason "restored the backup of Monday" --yes',
  )
  add(
    group
      .command('keep-log')
      .description('for how many days the log is kept (default: say it); older revisions are taken out of it')
      .argument('[days]', 'at least 2', readInteger(2, 36_500))
      .option('--for-ever', 'all of it, as in the beginning')
      .option(...YES)
      .action((days: number | undefined, flags: KeepLogFlags) => done(keepLog(terminal, flags, days))),
    'db keep-log 400 --yes',
  )
  add(
    group
      .command('recover-key')
      .description('one more root key, for whoever has lost it and has the database')
      .option(...YES)
      .action((flags: ConfirmedFlags) => done(recoverKey(terminal, flags))),
    'db recover-key --yes',
  )
}
