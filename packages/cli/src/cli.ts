// The command `lockness`. Here is only how it is called: names, arguments, help. What each command does is in the file
// of its name, takes a terminal and answers with an exit code.

import { Command, CommanderError, InvalidArgumentError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { checkModel } from './model/check.ts'
import { diffModelFiles } from './model/diff.ts'
import { explainCheck } from './model/explain.ts'
import { formatModels } from './model/format.ts'
import { testModel } from './model/test.ts'
import { EXIT, type ExitCode, type Terminal } from './terminal.ts'

export type { Disk, Terminal } from './terminal.ts'

export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const program = describeCommands(terminal, (result) => {
    code = result
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

type Done = (code: ExitCode) => void

const PATHS = 'folders, fga.mod, .fga or .fga.yaml files (default: verticals, or the current folder)'
const JSON_OPTION = ['--json', 'answer in JSON'] as const

function describeCommands(terminal: Terminal, done: Done): Command {
  const program = new Command('lockness')
    .description('Who may do what with which business asset: define it, test it, see why.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.complain(text),
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => terminal.colors.isColorSupported,
    })
    .configureHelp({ styleTitle: (text) => terminal.colors.bold(text) })
    .showHelpAfterError('(add --help to see how it is called)')
  addExample(program, 'lockness model test')
  const model = program
    .command('model')
    .description('check, test, format, compare and explain models, without a server')
  addExample(model, 'lockness model check verticals')
  addCheck(model, terminal, done)
  addTest(model, terminal, done)
  addFormat(model, terminal, done)
  addDiff(model, terminal, done)
  addExplain(model, terminal, done)
  return program
}

function addCheck(model: Command, terminal: Terminal, done: Done): void {
  const command = model
    .command('check')
    .description('find every mistake in models, catalogs and test files, with its place')
    .argument('[paths...]', PATHS)
    .option(...JSON_OPTION)
    .action((paths: string[], options: { json?: true }) => done(checkModel(terminal, paths, options)))
  addExample(command, 'lockness model check verticals/music/model.fga')
}

function addTest(model: Command, terminal: Terminal, done: Done): void {
  const command = model
    .command('test')
    .description('run .fga.yaml test files; says which expectation failed, on which line')
    .argument('[paths...]', PATHS)
    .option(...JSON_OPTION)
    .option('--at <time>', 'the time of every question, as 2026-11-21T12:00:00Z (default: now)', readTime)
    .action((paths: string[], options: { json?: true; at?: number }) => done(testModel(terminal, paths, options)))
  addExample(command, 'lockness model test verticals/podcasts')
}

function addFormat(model: Command, terminal: Terminal, done: Done): void {
  const command = model
    .command('format')
    .description('print models in their proper form; comments stay')
    .argument('[paths...]', PATHS)
    .option('--check', 'only say which files would change')
    .option('--write', 'change the files')
    .option(...JSON_OPTION)
    .action((paths: string[], options: { json?: true; check?: true; write?: true }) =>
      done(formatModels(terminal, paths, options)),
    )
  addExample(command, 'lockness model format --write verticals')
}

function addDiff(model: Command, terminal: Terminal, done: Done): void {
  const command = model
    .command('diff')
    .description('what changed in meaning between two models: who may gain, who may lose')
    .argument('<before>', 'a folder with fga.mod, an fga.mod, a .fga or a .json')
    .argument('<after>', 'the same')
    .option('--exit-code', 'exit with 1 when something changed')
    .option(...JSON_OPTION)
    .action((before: string, after: string, options: { json?: true; exitCode?: true }) =>
      done(diffModelFiles(terminal, before, after, options)),
    )
  addExample(command, 'lockness model diff released/fga.mod verticals/fga.mod')
}

function addExplain(model: Command, terminal: Terminal, done: Done): void {
  const command = model
    .command('explain')
    .description('ask a check of the tuples in a test file and see the proof, or everything that was tried')
    .argument('<file>', 'a .fga.yaml file')
    .argument('<subject>', 'such as user:anne, or group:eng#member')
    .argument('<relation>', 'such as can_view')
    .argument('<object>', 'such as doc:1')
    .option('--test <name>', "with this test's own tuples as well")
    .option('--context <json>', 'what the conditions need to know', readContext)
    .option('--at <time>', 'the time of the question, as 2026-11-21T12:00:00Z (default: now)', readTime)
    .option(...JSON_OPTION)
    .action((file: string, subject: string, relation: string, object: string, options: ExplainFlags) => {
      done(explainCheck(terminal, file, { subject, relation, object }, options))
    })
  addExample(command, 'lockness model explain verticals/music/tests.fga.yaml user:eve can_edit_profile artist:luna')
}

type ExplainFlags = Parameters<typeof explainCheck>[3]

function addExample(command: Command, example: string): void {
  command.addHelpText('after', `\nExample:\n  $ ${example}`)
}

function readTime(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected a time such as 2026-11-21T12:00:00Z')
  return time
}

function readContext(text: string): NonNullable<ExplainFlags['context']> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(`expected JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidArgumentError('expected a JSON object')
  return value as NonNullable<ExplainFlags['context']>
}
