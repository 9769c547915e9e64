// How the commands of `lockness model` are called. They work on files and need no server.

import type { Command } from 'commander'
import { addExample, type Done, JSON_OPTION, readJsonObject, readTime } from './command.ts'
import { checkModel } from './model/check.ts'
import { diffModelFiles } from './model/diff.ts'
import { explainCheck } from './model/explain.ts'
import { formatModels } from './model/format.ts'
import { testModel } from './model/test.ts'
import { addRemoteModelCommands } from './remote-commands.ts'
import type { Terminal } from './terminal.ts'

const PATHS = 'folders, fga.mod, .fga or .fga.yaml files (default: verticals, or the current folder)'

export function addModelCommands(program: Command, terminal: Terminal, done: Done): void {
  const model = program
    .command('model')
    .description('check, test, format, compare and explain models; write whole ones to a server')
  addExample(model, 'lockness model check verticals')
  model.commandsGroup('Without a server:')
  addCheck(model, terminal, done)
  addTest(model, terminal, done)
  addFormat(model, terminal, done)
  addDiff(model, terminal, done)
  addExplain(model, terminal, done)
  addRemoteModelCommands(model, terminal, done)
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
    .option('--context <json>', 'what the conditions need to know', readJsonObject)
    .option('--at <time>', 'the time of the question, as 2026-11-21T12:00:00Z (default: now)', readTime)
    .option(...JSON_OPTION)
    .action((file: string, subject: string, relation: string, object: string, options: ExplainFlags) =>
      done(explainCheck(terminal, file, { subject, relation, object }, options)),
    )
  addExample(command, 'lockness model explain verticals/music/tests.fga.yaml user:eve can_edit_profile artist:luna')
}

type ExplainFlags = Parameters<typeof explainCheck>[3]
