// `lockness usage`: what of the access that is given is used, and when it was used last.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT } from '../terminal.ts'
import { type RemoteOption, remoteCommand, tableText } from './remote.ts'

interface FilterFlags {
  readonly objectType?: string
  readonly object?: string
  readonly relation?: string
  readonly subject?: string
  readonly unusedSince?: string
}

const FILTER: readonly RemoteOption[] = [
  ['--object-type <type>', 'the type of the object'],
  ['--object <object>', 'such as doc:1'],
  ['--relation <relation>', 'such as viewer'],
  ['--subject <subject>', 'such as user:anne'],
]

interface Use {
  readonly uses: number
  readonly lastUsed: string | null
}

const useCells = ({ uses, lastUsed }: Use) => [String(uses), lastUsed ?? 'never']

export const USAGE_COMMANDS = [
  remoteCommand<FilterFlags>({
    call: 'tuples',
    says: 'the tuples of a store with their last use, or those that nobody needs',
    example: 'lockness usage tuples --object-type artist --unused-since 2026-08-01',
    options: [...FILTER, ['--unused-since <day>', 'only those that were not used from this day on, as 2026-08-01']],
    async run(remote, { objectType, object, relation, subject, unusedSince }) {
      const asked = { store: await remote.store(), objectType, object, relation, subject, unusedSince }
      await remote.answerAll(remote.client.usage.tuples.items(asked), ['tuple', 'uses', 'last used'], (tuple) => [
        `${tuple.object}#${tuple.relation}@${tuple.subject}`,
        ...useCells(tuple),
      ])
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'relations',
    says: 'the relations of the model in force with their last use',
    example: 'lockness usage relations',
    async run(remote) {
      const answer = await remote.client.usage.relations({ store: await remote.store() })
      const rows = answer.items.map(({ type, relation, module, ...use }) => [
        `${type}#${relation}`,
        module ?? '',
        ...useCells(use),
      ])
      remote.answer(answer, () => tableText(remote.terminal, ['relation', 'module', 'uses', 'last used'], rows))
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'modules',
    says: 'the modules of the model in force with the last use of any of their relations',
    example: 'lockness usage modules',
    async run(remote) {
      const answer = await remote.client.usage.modules({ store: await remote.store() })
      const rows = answer.items.map(({ module, ...use }) => [visible(module ?? '(none)'), ...useCells(use)])
      remote.answer(answer, () => tableText(remote.terminal, ['module', 'uses', 'last used'], rows))
      return EXIT.ok
    },
  }),
]
