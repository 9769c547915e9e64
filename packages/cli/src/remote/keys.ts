// `lockness key`: who may speak to the server, for what, and until when. A secret is shown once, when it is made.

import { readInteger } from '../command.ts'
import { visible } from '../model/show-diagnostics.ts'
import { EXIT } from '../terminal.ts'
import type { InputOf, OutputOf } from './connect.ts'
import { type RemoteOption, remoteCommand } from './remote.ts'
import { collect } from './situation.ts'
import { REASON, told } from './stores.ts'

interface CreateFlags {
  readonly role?: readonly string[]
  readonly only?: readonly string[]
  readonly module?: readonly string[]
  readonly action?: readonly string[]
  readonly expires?: string
  readonly reason?: string
}

const OVERLAP_SECONDS_MAX = 30 * 86_400
const same = (text: string) => text

const REACH: readonly RemoteOption[] = [
  [
    '--role <role...>',
    'manager, store_creator, key_manager, writer, asker, reader, watcher, importer, exporter, pusher (default: asker and reader)',
    collect(same),
  ],
  ['--only <store...>', 'for these stores only, by id or name', collect(same)],
  ['--module <store/module...>', 'to push these modules only, the store by its id', collect(same)],
  ['--action <action...>', 'for these actions only: `access.check`, `tuple.*`', collect(same)],
  ['--expires <time>', 'until then, as 2026-12-31T00:00:00Z'],
]

export const KEY_COMMANDS = [
  remoteCommand<CreateFlags>({
    call: 'create <name>',
    says: 'a new key, no wider than the one that makes it; its secret is shown once',
    example: 'lockness key create checkout --role asker --only demo --expires 2027-01-01T00:00:00Z',
    options: [...REACH, REASON],
    withoutStore: true,
    async run(remote, { role, only, module, action, expires, reason }, [name = '']) {
      const stores = only && (await Promise.all(only.map((wanted) => remote.storeNamed(wanted))))
      // Which roles there are is said by the server.
      const roles = role as InputOf<'key', 'create'>['roles']
      const made = await remote.client.key.create({
        name,
        roles,
        stores,
        modules: module,
        actions: action,
        expiresAt: expires,
        reason,
      })
      return told(remote, made, secretText(made))
    },
  }),
  remoteCommand({
    call: 'list',
    says: 'all keys there ever were, and whether each still is one; never their secrets',
    example: 'lockness key list',
    withoutStore: true,
    async run(remote) {
      const header = ['id', 'name', 'state', 'roles', 'where', 'until', 'last used']
      await remote.answerAll(remote.client.key.list.items(), header, (key) => [
        key.id,
        key.name,
        key.state,
        key.roles.join(' '),
        [...(key.stores ?? []), ...(key.modules ?? [])].join(' ') || 'everywhere',
        key.expiresAt ?? '',
        key.lastUsedAt ?? '',
      ])
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'show <key>',
    says: 'what a key is for, by its id',
    example: 'lockness key show root',
    withoutStore: true,
    async run(remote, _, [id = '']) {
      const key = await remote.client.key.read({ key: id })
      remote.answer(key, () =>
        Object.entries(key)
          .map(
            ([name, value]) =>
              `${name.padEnd(10)} ${visible(Array.isArray(value) ? value.join(' ') : String(value))}\n`,
          )
          .join(''),
      )
      return EXIT.ok
    },
  }),
  remoteCommand({
    call: 'self',
    says: 'what the key that asks is for; every key may ask this',
    example: 'lockness key self',
    withoutStore: true,
    async run(remote) {
      const key = await remote.client.key.readSelf()
      remote.answer(key, () => selfText(key))
      return EXIT.ok
    },
  }),
  remoteCommand<{ readonly reason?: string }>({
    call: 'revoke <key>',
    says: 'end a key, at once and on all nodes',
    example: 'lockness key revoke 01JD2Q8ZK4T6V8X0Y2A4C6E8G0 --reason "it was in a log"',
    options: [REASON],
    withoutStore: true,
    async run(remote, { reason }, [id = '']) {
      const key = await remote.client.key.revoke({ key: id, reason })
      return told(remote, key, `${key.id} is revoked`)
    },
  }),
  remoteCommand<{ readonly overlap?: number; readonly reason?: string }>({
    call: 'rotate <key>',
    says: 'a new key for the same as an old one, which ends at once or after a while',
    example: 'lockness key rotate 01JD2Q8ZK4T6V8X0Y2A4C6E8G0 --overlap 3600',
    options: [['--overlap <seconds>', 'for as long the old one goes on', readInteger(0, OVERLAP_SECONDS_MAX)], REASON],
    withoutStore: true,
    async run(remote, { overlap = 0, reason }, [id = '']) {
      const made = await remote.client.key.rotate({ key: id, overlapSeconds: overlap, reason })
      return told(remote, made, secretText(made))
    },
  }),
]

function selfText({ stores, modules, actions, isEverywhere, ...key }: OutputOf<'key', 'readSelf'>): string {
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['id', key.id],
    ['name', key.name],
    ['roles', key.roles.join(' ') || 'none'],
    ['where', isEverywhere ? 'everywhere' : undefined],
    ...stores.map(({ id, name, roles }) => ['store', `${name} (${id}): ${roles.join(' ') || 'modules only'}`] as const),
    ['store', key.isCut ? '… and more' : undefined],
    ...(modules ?? []).map((module) => ['module', module] as const),
    ['only for', actions?.join(' ')],
    ['until', key.expiresAt],
    ['followed by', key.replacedBy],
    ['last used', key.lastUsedAt],
  ]
  return lines
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(11)} ${visible(value)}\n`]))
    .join('')
}

function secretText({ id, name, secret }: OutputOf<'key', 'create'>): string {
  return `${visible(name)} is ${id}; its secret, shown only now:\n${secret}`
}
