// `lockness model write|versions|show`: models that are written whole, on a server. The other commands of a model need none.

import { visible } from '../model/show-diagnostics.ts'
import { count, EXIT, type ExitCode, Failure } from '../terminal.ts'
import type { OutputOf } from './connect.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { REASON } from './stores.ts'

interface WriteFlags {
  readonly dryRun?: true
  readonly allowOrphans?: true
  readonly replaceModules?: true
  readonly label?: string
  readonly reason?: string
}

type Written = OutputOf<'model', 'write'>

export const MODEL_COMMANDS = [
  remoteCommand<WriteFlags>({
    call: 'write <file>',
    says: 'a whole model, from a `.fga` file or the JSON of OpenFGA, as the next version',
    example: 'lockness model write model.fga --label candidate --dry-run',
    options: [
      ['--dry-run', 'only say what would be'],
      ['--allow-orphans', 'also when there are tuples that the new model does not allow'],
      ['--replace-modules', 'also when the model in force is made of modules'],
      ['--label <name>', 'a name for the new version'],
      REASON,
    ],
    async run(remote, { dryRun, allowOrphans, replaceModules, label, reason }, [file = '']) {
      const store = await remote.store()
      const options = { dryRun, allowOrphans, replacesModules: replaceModules, label, reason }
      return show(remote, await remote.client.model.write({ store, ...readModel(remote, file), ...options }))
    },
  }),
  remoteCommand({
    call: 'versions',
    says: 'the versions of the model of a store, newest first',
    example: 'lockness model versions',
    async run(remote) {
      const versions = remote.client.model.list.items({ store: await remote.store() })
      const header = ['model', 'since', 'at', 'by', 'labels', 'modules']
      await remote.answerAll(versions, header, ({ id, revision, at, actor, labels, modules }) => [
        id,
        String(revision),
        at,
        actor,
        labels.join(' '),
        modules ? String(modules.length) : 'whole',
      ])
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'show [model]',
    says: 'a version of the model as text: its id, `label:<name>`, or the one in force',
    example: 'lockness model show label:stable',
    async run(remote, _, [model = 'in-force']) {
      const found = await remote.client.model.get({ store: await remote.store(), model })
      remote.answer(found, () => `${found.text.trimEnd().split('\n').map(visible).join('\n')}\n`)
      return EXIT.ok
    },
  }),
]

function readModel({ terminal: { disk } }: Remote, file: string) {
  const text = disk.kind(file) === 'file' ? disk.read(file) : undefined
  if (text === undefined)
    throw new Failure(EXIT.usage, 'no_file', `there is no file \`${file}\``, 'give a `.fga` file, or one of JSON')
  if (!file.endsWith('.json')) return { text }
  try {
    return { document: JSON.parse(text) as Record<string, unknown> }
  } catch (error) {
    const message = `\`${file}\` is not JSON: ${(error as Error).message}`
    throw new Failure(EXIT.usage, 'not_json', message, 'give a `.fga` file, or one of JSON')
  }
}

function show(remote: Remote, written: Written): ExitCode {
  const { isAccepted, refusal, isDryRun, model, revision, impact } = written
  const { colors } = remote.terminal
  const isRefused = isAccepted === false
  remote.answer(written, () => {
    if (isRefused) return `${colors.red('✗')} ${visible(refusal?.message ?? 'would be refused')}\n`
    const state = isDryRun ? 'could be written' : `${model} is in force since revision ${revision}`
    const orphans = impact && impact.orphans.count > 0 ? `, ${count(impact.orphans.count, 'tuple')} orphaned` : ''
    return `${colors.green('✓')} ${state}${orphans}\n`
  })
  return isRefused ? EXIT.problems : EXIT.ok
}
