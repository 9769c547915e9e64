// `lockness module`: a team pushes its folder. The server composes it with all other modules, runs everybody's tests, says
// what changes in meaning, and takes it or refuses it as a whole.

import { visible } from '../model/show-diagnostics.ts'
import { count, EXIT, type ExitCode, printJson } from '../terminal.ts'
import { type Pushed, type PushOptions, pushModules, pushSet } from './push-modules.ts'
import { readModules } from './read-modules.ts'
import { type Remote, type RemoteOption, remoteCommand } from './remote.ts'
import { REASON, told } from './stores.ts'

interface PushFlags {
  readonly dryRun?: true
  readonly allowOrphans?: true
  readonly replaceModel?: true
  readonly remove?: readonly string[]
  readonly label?: string
  readonly reason?: string
}

const CHANGE: readonly RemoteOption[] = [
  ['--dry-run', 'only say what would be'],
  ['--allow-orphans', 'also when there are tuples that the new model does not allow'],
  ['--label <name>', 'a name for the new model'],
  REASON,
]

export const MODULE_COMMANDS = [
  remoteCommand<PushFlags>({
    call: 'push [folder...]',
    says: 'a module, all modules of a folder with an fga.mod, or several folders together (default: the current folder)',
    example: 'lockness module push verticals --dry-run',
    options: [
      ...CHANGE,
      ['--replace-model', 'also when the model in force was written whole'],
      ['--remove <module...>', 'modules that go with it: all of them together, or none'],
    ],
    run: (remote, flags, folders) => push(remote, flags, folders.length === 0 ? ['.'] : folders),
  }),
  remoteCommand({
    call: 'list',
    says: 'the modules in force',
    example: 'lockness module list',
    async run(remote) {
      const { items } = await remote.client.module.list({ store: await remote.store() })
      const header = ['module', 'version', 'revision', 'since', 'by']
      await remote.answerAll(each(items), header, ({ module, version, revision, at, actor }) => [
        module,
        version.slice(0, 12),
        String(revision),
        at,
        actor,
      ])
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'show <module>',
    says: 'one module as it is in force, with its files',
    example: 'lockness module show music',
    async run(remote, _, [module = '']) {
      const found = await remote.client.module.get({ store: await remote.store(), module })
      remote.answer(found, () =>
        found.files
          .map(({ path: name, text }) => `# ${visible(name)}\n${text.split('\n').map(visible).join('\n')}\n`)
          .join(''),
      )
      return EXIT.ok
    },
  }),
  remoteCommand<PushFlags>({
    call: 'remove <module>',
    says: 'take a module out of the model, if nothing stands against it',
    example: 'lockness module remove audiobooks --dry-run',
    options: CHANGE,
    async run(remote, { dryRun, allowOrphans, label, reason }, [module = '']) {
      const asked = { store: await remote.store(), module, dryRun, allowOrphans, label, reason }
      const removed = await remote.client.module.remove(asked)
      if (removed.isAccepted === false) return refused(remote, removed)
      const text = removed.isDryRun ? 'could be taken out' : `is taken out  (revision ${removed.revision})`
      return told(remote, removed, `${visible(removed.module)} ${text}`)
    },
  }),
]

async function push(remote: Remote, flags: PushFlags, folders: readonly string[]): Promise<ExitCode> {
  const { terminal, client } = remote
  const { dryRun, allowOrphans, replaceModel, label, reason, remove } = flags
  const removed = remove?.map((module) => ({ module }))
  const options: PushOptions = { dryRun, allowOrphans, replacesModel: replaceModel, label, reason }
  const modules = folders.flatMap((folder) => readModules(terminal.disk, folder))
  const store = await remote.store()
  const all: Pushed[] = []
  // Who names several folders means them together, and so does who says what goes with them.
  const pushing =
    folders.length > 1 || removed
      ? await pushSet(client, store, modules, { ...options, removed })
      : pushModules(client, store, modules, options)
  for await (const pushed of pushing) {
    all.push(pushed)
    if (!remote.isJson) terminal.print(pushedText(remote, pushed))
  }
  if (remote.isJson) printJson(terminal, { items: all })
  return all.some(({ isAccepted }) => isAccepted === false) ? EXIT.problems : EXIT.ok
}

function pushedText({ terminal: { colors } }: Remote, pushed: Pushed): string {
  const { module, isUnchanged, isDryRun, isAccepted, refusal, revision, tests, impact, warnings = [] } = pushed
  const name = colors.bold(visible(module))
  if (isUnchanged) return `${colors.dim('·')} ${name}  is in force already\n`
  if (isAccepted === false) return `${colors.red('✗')} ${name}  ${visible(refusal?.message ?? 'would be refused')}\n`
  const isGone = pushed.version === null
  const state = isDryRun
    ? `could be ${isGone ? 'taken out' : 'pushed'}`
    : `${isGone ? 'gone' : 'in force'} since revision ${revision}`
  const tested = tests && !isGone ? `, ${count(tests.passed, 'expectation')} held` : ''
  const lines = warnings.map(({ file, line, message }) => `    ${visible(`${file}:${line ?? 1}: ${message}`)}\n`)
  return `${colors.green('✓')} ${name}  ${state}${tested}${orphansText(impact)}\n${lines.join('')}`
}

function orphansText(impact: Pushed['impact']): string {
  return impact && impact.orphans.count > 0 ? `, ${count(impact.orphans.count, 'tuple')} orphaned` : ''
}

function refused(remote: Remote, pushed: Pushed): ExitCode {
  remote.answer(pushed, () => pushedText(remote, pushed))
  return EXIT.problems
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
