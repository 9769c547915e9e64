// How the commands that speak to a server are called. What they are is in tables, one for each noun; here they get their
// options in common, their examples and their help.

import type { Command } from 'commander'
import { addExample, type Done, JSON_OPTION, readInteger } from './command.ts'
import { AUDIT_COMMANDS } from './remote/audit.ts'
import { BULK_COMMANDS } from './remote/bulk.ts'
import { EXPAND_COMMANDS } from './remote/expand.ts'
import { KEY_COMMANDS } from './remote/keys.ts'
import { LABEL_COMMANDS } from './remote/labels.ts'
import { LIST_COMMANDS } from './remote/lists.ts'
import { MODEL_COMMANDS } from './remote/models.ts'
import { MODULE_COMMANDS } from './remote/modules.ts'
import { QUESTION_COMMANDS } from './remote/questions.ts'
import { Remote, type RemoteCommand, type RemoteFlags } from './remote/remote.ts'
import { STORE_COMMANDS } from './remote/stores.ts'
import { TUPLE_COMMANDS } from './remote/tuples.ts'
import { USAGE_COMMANDS } from './remote/usage.ts'
import { WATCH_COMMANDS } from './remote/watch.ts'
import type { Terminal } from './terminal.ts'

const TIMEOUT_SECONDS_MAX = 3_600

/** By the noun that stands before them; without one they stand by themselves. */
const GROUPS: readonly (readonly [noun: string, says: string, commands: readonly RemoteCommand<never>[]])[] = [
  ['', '', QUESTION_COMMANDS],
  ['', '', EXPAND_COMMANDS],
  ['list', 'what a subject may, and who may: objects, subjects, relations', LIST_COMMANDS],
  ['tuple', 'who has what: read, write, delete, and the past of one tuple', TUPLE_COMMANDS],
  ['', '', BULK_COMMANDS],
  ['', '', WATCH_COMMANDS],
  ['module', 'the modules of a store: push a folder, look, take away', MODULE_COMMANDS],
  ['label', 'names for versions of the model', LABEL_COMMANDS],
  ['usage', 'what of the access that is given is used', USAGE_COMMANDS],
  ['audit', 'who did what, when and why', AUDIT_COMMANDS],
  ['store', 'the stores of an installation', STORE_COMMANDS],
  ['key', 'the keys of an installation', KEY_COMMANDS],
]

export function addRemoteCommands(program: Command, terminal: Terminal, done: Done): void {
  for (const [noun, says, commands] of GROUPS) {
    const group = noun === '' ? program : program.command(noun).description(says)
    if (noun !== '') addExample(group, commands[0]!.example)
    for (const command of commands) addRemoteCommand(group, terminal, done, command)
  }
}

/** Those of models that lie on a server, beside those that need none. */
export function addRemoteModelCommands(model: Command, terminal: Terminal, done: Done): void {
  model.commandsGroup('On a server, whole:')
  for (const command of MODEL_COMMANDS) addRemoteCommand(model, terminal, done, command)
}

function addRemoteCommand(group: Command, terminal: Terminal, done: Done, row: RemoteCommand<never>): void {
  const command = group.command(row.call).description(row.says)
  for (const [flags, says, read] of row.options ?? []) {
    if (read) command.option(flags, says, read)
    else command.option(flags, says)
  }
  if (!row.withoutStore)
    command.option('--store <name>', 'id or name of the store (default: LOCKNESS_STORE, or the only one)')
  command
    .option('--url <address>', 'the server (default: LOCKNESS_URL, or http://127.0.0.1:8080)')
    .option('--key <key>', 'the key (default: LOCKNESS_KEY)')
    .option('--timeout <seconds>', 'how long to wait for an answer (default: 30)', readInteger(1, TIMEOUT_SECONDS_MAX))
    .option(...JSON_OPTION)
    .action((...given: unknown[]) => {
      // Commander gives the arguments, then the options, then the command itself.
      const flags = given.at(-2) as RemoteFlags
      const args = given.slice(0, -2).flat() as string[]
      return done(row.run(new Remote(terminal, flags), flags as never, args))
    })
  addExample(command, row.example)
}
