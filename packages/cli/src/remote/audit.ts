// `lockness audit`: who did what when, and why; of a store, or of the installation itself; and whether the records hold.

import { readInteger } from '../command.ts'
import { visible } from '../model/show-diagnostics.ts'
import { EXIT } from '../terminal.ts'
import { type RemoteOption, remoteCommand } from './remote.ts'

interface AuditFlags {
  readonly system?: true
  readonly actor?: string
  readonly action?: string
  readonly since?: string
  readonly until?: string
  readonly text?: string
}

interface VerifyFlags {
  readonly system?: true
  readonly from?: number
  readonly to?: number
}

const SYSTEM: RemoteOption = ['--system', 'of keys and stores, instead of one store']
const readRevision = readInteger(1, Number.MAX_SAFE_INTEGER)

export const AUDIT_COMMANDS = [
  remoteCommand<AuditFlags>({
    call: 'list',
    says: 'what was done, newest first: who, when, why',
    example: 'lockness audit list --action tuple.write --since 2026-11-01T00:00:00Z',
    options: [
      SYSTEM,
      ['--actor <actor>', 'who did it: `api_key:…`'],
      ['--action <action>', 'what was done: `tuple.write`'],
      ['--since <time>', 'from then on, as 2026-11-21T12:00:00Z'],
      ['--until <time>', 'before then'],
      ['--text <text>', 'what its reason or its tuples say'],
    ],
    async run(remote, { system, actor, action, since, until, text }) {
      const { audit } = remote.client
      const wanted = { actor, action, since, until, text }
      const records = system
        ? audit.listSystem.items(wanted)
        : audit.list.items({ store: await remote.store(), ...wanted })
      const header = ['revision', 'at', 'by', 'what', 'added', 'removed', 'why']
      await remote.answerAll(records, header, ({ revision, at, actor: by, action: what, added, removed, reason }) => [
        String(revision),
        at,
        by,
        what,
        String(added),
        String(removed),
        reason ?? '',
      ])
      return EXIT.ok
    },
  }),
  remoteCommand<VerifyFlags>({
    call: 'verify',
    says: 'compute the chain of the records anew; exit code 1 when something of it is not as it was',
    example: 'lockness audit verify --from 1',
    options: [
      SYSTEM,
      ['--from <revision>', 'from this revision on (default: 1)', readRevision],
      ['--to <revision>', 'up to this one (default: as far as one answer goes)', readRevision],
    ],
    async run(remote, { system, from = 1, to }) {
      const { audit } = remote.client
      const found = system
        ? await audit.verifySystem({ from, to })
        : await audit.verify({ store: await remote.store(), from, to })
      const { colors } = remote.terminal
      const lines = found.faults.map(({ revision, kind, message }) => `  revision ${revision}: ${kind}: ${message}`)
      const state = found.isWhole ? colors.green('whole') : colors.red('not whole')
      remote.answer(found, () =>
        [`revisions ${found.from} to ${found.to}  ${state}`, ...lines.map(visible)].map((line) => `${line}\n`).join(''),
      )
      return found.isWhole ? EXIT.ok : EXIT.problems
    },
  }),
]
