// `lockness tuple`: who has what. A tuple is written as one says it: this subject has this relation on this object.

import type { JsonObject } from '@lockness/authz'
import { readJsonObject, readTime } from '../command.ts'
import { visible } from '../model/show-diagnostics.ts'
import { count, EXIT, Failure } from '../terminal.ts'
import type { InputOf, OutputOf } from './connect.ts'
import { type Remote, type RemoteOption, remoteCommand } from './remote.ts'
import { REASON, told } from './stores.ts'
import { tupleText } from './tuple-text.ts'

interface WriteFlags {
  readonly condition?: string
  readonly context?: JsonObject
  readonly expires?: number
  readonly reason?: string
  readonly idempotencyKey?: string
  readonly replace?: true
  readonly ifPresent?: true
}

interface FilterFlags {
  readonly objectType?: string
  readonly object?: string
  readonly relation?: string
  readonly subject?: string
}

const IDEMPOTENCY: RemoteOption = ['--idempotency-key <key>', 'the same again with the same key is done once']

const FILTER: readonly RemoteOption[] = [
  ['--object-type <type>', 'the type of the object'],
  ['--object <object>', 'such as doc:1'],
  ['--relation <relation>', 'such as viewer'],
  ['--subject <subject>', 'such as user:anne'],
]

export const TUPLE_COMMANDS = [
  remoteCommand<FilterFlags & { readonly at?: string }>({
    call: 'list',
    says: 'the tuples of a store, all or by a filter, now or in the past',
    example: 'lockness tuple list --object organization:northstar',
    options: [...FILTER, ['--at <moment>', 'of the past: a revision, or a time such as 2026-11-21T12:00:00Z']],
    async run(remote, { at, objectType, object, relation, subject }) {
      const moment = at === undefined ? {} : /^\d+$/.test(at) ? { revision: Number(at) } : { time: at }
      const store = await remote.store()
      const filter = { objectType, object, relation, subject }
      const tuples = remote.client.tuple.read.items({ store, ...filter, ...moment, pageSize: 1_000 })
      if (remote.isJson) await remote.answerAll(tuples, [], () => [])
      else for await (const tuple of tuples) remote.terminal.print(`${visible(tupleText(tuple))}\n`)
      return EXIT.ok
    },
  }),
  remoteCommand<WriteFlags>({
    call: 'add <subject> <relation> <object>',
    says: 'give a subject a relation on an object',
    example: 'lockness tuple add user:eve member_assigned organization:northstar --reason "she starts today"',
    options: [
      ['--condition <name>', 'only while this condition holds'],
      ['--context <json>', "values of the condition's parameters", readJsonObject],
      ['--expires <time>', 'until then, as 2026-11-21T12:00:00Z', readTime],
      ['--replace', 'also when it is there, with another condition or another end'],
      REASON,
      IDEMPOTENCY,
    ],
    async run(remote, { condition, context, expires, replace, ...flags }, triple) {
      if (context && condition === undefined) {
        throw new Failure(EXIT.usage, 'no_condition', '`--context` is for a condition', 'name it with `--condition`')
      }
      const given = condition === undefined ? {} : { condition: { name: condition, ...(context && { context }) } }
      const tuple = { ...tupleOf(triple), ...given, ...(expires !== undefined && { expiresAt: expires }) }
      const change = { added: [tuple], ...(replace && { onExisting: 'replace' as const }), ...aboutWrite(flags) }
      return write(remote, change, `added ${visible(tupleText(tuple))}`)
    },
  }),
  remoteCommand<WriteFlags>({
    call: 'remove <subject> <relation> <object>',
    says: 'take a relation away from a subject',
    example: 'lockness tuple remove user:eve member_assigned organization:northstar --reason "she left"',
    options: [['--if-present', 'also when it is not there'], REASON, IDEMPOTENCY],
    run(remote, { ifPresent, ...flags }, triple) {
      const tuple = tupleOf(triple)
      const change = { removed: [tuple], ...(ifPresent && { onMissing: 'ignore' as const }), ...aboutWrite(flags) }
      return write(remote, change, `removed ${visible(tupleText(tuple))}`)
    },
  }),
  remoteCommand({
    call: 'history <subject> <relation> <object>',
    says: 'who gave and took away one tuple, when and why',
    example: 'lockness tuple history user:eve member_assigned organization:northstar',
    async run(remote, _, triple) {
      const periods = remote.client.tuple.history.items({ store: await remote.store(), ...tupleOf(triple) })
      await remote.answerAll(periods, ['given', 'by', 'why', 'taken away', 'by', 'why'], ({ began, ended }) => [
        ...momentCells(began),
        ...(ended ? momentCells(ended) : []),
      ])
      return EXIT.ok
    },
  }),
  remoteCommand<FilterFlags & { readonly yes?: true; readonly reason?: string }>({
    call: 'delete',
    says: 'take away every tuple that a filter finds; without --yes only says how many there are',
    example: 'lockness tuple delete --subject user:eve --yes --reason "she left"',
    options: [...FILTER, ['--yes', 'do it'], REASON],
    async run(remote, { yes, reason, objectType, object, relation, subject }) {
      const filter = { objectType, object, relation, subject }
      const asked = { store: await remote.store(), ...filter, dryRun: yes !== true, reason }
      let end = { found: 0, removed: 0 }
      for await (const line of remote.client.tuple.delete(asked)) {
        if ('end' in line) end = line.end
        else remote.terminal.progress(`removed ${line.progress.removed} of ${line.progress.found}`)
      }
      remote.terminal.progress(undefined)
      const next = '; say `--yes` to take them away'
      const text = yes ? `${count(end.removed, 'tuple')} removed` : `${count(end.found, 'tuple')} found${next}`
      return told(remote, end, text)
    },
  }),
]

async function write(remote: Remote, change: Omit<InputOf<'tuple', 'write'>, 'store'>, text: string) {
  const written = await remote.client.tuple.write({ store: await remote.store(), ...change })
  const again = written.isReplay ? ', done before' : ''
  return told(remote, written, `${text}  (revision ${written.revision}${again})`)
}

function tupleOf([subject, relation, object]: readonly string[]) {
  return { subject: subject!, relation: relation!, object: object! }
}

function aboutWrite({ reason, idempotencyKey }: Pick<WriteFlags, 'reason' | 'idempotencyKey'>) {
  return { reason, idempotencyKey }
}

function momentCells({ at, actor, reason = '' }: OutputOf<'tuple', 'history'>['items'][number]['began']): string[] {
  return [at, actor, reason]
}
