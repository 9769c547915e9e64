// `lockness label`: names that stand for versions of the model, moved from one version to another.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT } from '../terminal.ts'
import { remoteCommand, tableText } from './remote.ts'
import { REASON, told } from './stores.ts'

interface Reasoned {
  readonly reason?: string
}

export const LABEL_COMMANDS = [
  remoteCommand({
    call: 'list',
    says: 'the labels of a store, and the versions that they stand for',
    example: 'lockness label list',
    async run(remote) {
      const answer = await remote.client.label.list({ store: await remote.store() })
      const rows = answer.items.map(({ label, model, since }) => [label, model, String(since)])
      remote.answer(answer, () => tableText(remote.terminal, ['label', 'model', 'since revision'], rows))
      return EXIT.ok
    },
  }),
  remoteCommand<Reasoned>({
    call: 'set <label> <model>',
    says: 'let a label stand for a version of the model: its id, or `label:<other>`',
    example: 'lockness label set stable label:candidate --reason "a week without a complaint"',
    options: [REASON],
    async run(remote, { reason }, [label = '', model = '']) {
      const set = await remote.client.label.set({ store: await remote.store(), label, model, reason })
      return told(remote, set, `${visible(set.label)} stands for ${set.model}  (revision ${set.revision})`)
    },
  }),
  remoteCommand<Reasoned>({
    call: 'remove <label>',
    says: 'take a label away; the version that it stood for stays',
    example: 'lockness label remove candidate',
    options: [REASON],
    async run(remote, { reason }, [label = '']) {
      const removed = await remote.client.label.remove({ store: await remote.store(), label, reason })
      return told(remote, removed, `${visible(removed.label)} is gone  (revision ${removed.revision})`)
    },
  }),
]
