// The command `lockness`. Here is only what it is made of and how it ends: what each group is called with is in
// `<group>-commands.ts`, what a command does in the file of its name. A command takes a terminal and answers with an
// exit code, or throws a Failure.

import { Argument, Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addExample, type Done } from './command.ts'
import { completionScript, SHELLS, type Shell } from './completion.ts'
import { addMaintainCommands } from './maintain-commands.ts'
import { visible } from './model/show-diagnostics.ts'
import { addModelCommands } from './model-commands.ts'
import { addRemoteCommands } from './remote-commands.ts'
import { addServeCommands } from './serve-commands.ts'
import { EXIT, type ExitCode, Failure, type Terminal } from './terminal.ts'

export type { Disk, Terminal } from './terminal.ts'

export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const isJson = args.includes('--json')
  const program = describeCommands(terminal, isJson, async (result) => {
    code = await result
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof Failure) return tellFailure(terminal, error, isJson)
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.ok
    return isJson ? tellFailure(terminal, misuse(error), isJson) : EXIT.usage
  }
}

function describeCommands(terminal: Terminal, isJson: boolean, done: Done): Command {
  const program = new Command('lockness')
    .description('Who may do what with which business asset: define it, test it, serve it, see why.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      // With `--json` it is told as data, once.
      writeErr: (text) => (isJson ? undefined : terminal.complain(text)),
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => terminal.colors.isColorSupported,
    })
    .configureHelp({ styleTitle: (text) => terminal.colors.bold(text) })
    .showHelpAfterError('(add --help to see how it is called)')
  addExample(program, 'lockness start', EXIT_CODES)
  program.commandsGroup('A server:')
  addServeCommands(program, terminal, done)
  program.commandsGroup('Asking and telling a server:')
  addRemoteCommands(program, terminal, done)
  program.commandsGroup('Models:')
  addModelCommands(program, terminal, done)
  program.commandsGroup('Operating, on the database itself:')
  addMaintainCommands(program, terminal, done)
  program.commandsGroup('The command itself:')
  addCompletion(program, terminal)
  program.helpCommand('help [command]', 'how a command is called')
  return program
}

function addCompletion(program: Command, terminal: Terminal): void {
  const command = program
    .command('completion')
    .description('a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .action((shell: Shell) => terminal.print(completionScript(program, shell)))
  addExample(command, 'eval "$(lockness completion bash)"')
}

const EXIT_CODES = `

Exit codes:
  0  done; or the answer is yes
  1  something was found; or the answer is no
  2  the command was called wrongly
  3  the server refused: no right, no such thing, a conflict
  4  the server or its database cannot be reached, or cannot answer now
  5  the server cannot be started with what it was given`

/** How it was called wrongly, in the words that are printed without `--json`. */
function misuse({ code, message }: CommanderError): Failure {
  const said = code === 'commander.help' ? 'which command is meant is not said' : message.replace(/^error: /, '')
  return new Failure(EXIT.usage, 'usage', said, 'add `--help` to see how it is called')
}

/** With `--json` a failure is data as well, and still not among the answers. */
function tellFailure(terminal: Terminal, failure: Failure, isJson: boolean): ExitCode {
  const { exit, code, message, next, detail } = failure
  const { red, bold } = terminal.colors
  terminal.progress(undefined)
  if (isJson) terminal.complain(`${JSON.stringify({ error: { code, message, next, ...detail } })}\n`)
  else
    terminal.complain(
      `${red('error')}  ${message.split('\n').map(visible).join('\n')}\n${bold('next:')}  ${visible(next)}\n`,
    )
  return exit
}
