// `lockness store`: the stores of an installation.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT, Failure } from '../terminal.ts'
import { type Remote, remoteCommand } from './remote.ts'

interface Reasoned {
  readonly reason?: string
}

export const REASON = ['--reason <text>', 'why; kept in the audit log'] as const

export const STORE_COMMANDS = [
  remoteCommand({
    call: 'list',
    says: 'the stores, and how far each has come',
    example: 'lockness store list',
    withoutStore: true,
    async run(remote) {
      await remote.answerAll(remote.client.store.list.items(), ['id', 'name', 'revision', 'changed', ''], (store) => [
        store.id,
        store.name,
        String(store.revision),
        store.updatedAt,
        store.isFrozen ? 'frozen' : '',
      ])
      return EXIT.ok
    },
  }),
  remoteCommand<Reasoned>({
    call: 'create <name>',
    says: 'a new store',
    example: 'lockness store create docs',
    options: [REASON],
    withoutStore: true,
    async run(remote, { reason }, [name = '']) {
      const made = await remote.client.store.create({ name, reason })
      return told(remote, made, `${visible(made.name)} is there: ${made.id}`)
    },
  }),
  remoteCommand({
    call: 'show <store>',
    says: 'one store, by its id or name',
    example: 'lockness store show demo',
    withoutStore: true,
    async run(remote, _, [wanted]) {
      const store = await remote.client.store.read({ store: await remote.storeNamed(wanted) })
      remote.answer(store, () =>
        Object.entries(store)
          .map(([name, value]) => `${name.padEnd(10)} ${visible(String(value))}\n`)
          .join(''),
      )
      return EXIT.ok
    },
  }),
  remoteCommand<Reasoned>({
    call: 'rename <store> <name>',
    says: 'give a store another name',
    example: 'lockness store rename demo playground',
    options: [REASON],
    withoutStore: true,
    async run(remote, { reason }, [wanted, name = '']) {
      const store = await remote.client.store.rename({ store: await remote.storeNamed(wanted), name, reason })
      return told(remote, store, `${store.id} is called ${visible(store.name)} now`)
    },
  }),
  door('freeze', 'refuse every write to a store until it is unfrozen; questions go on', 'takes no writes now'),
  door('unfreeze', 'let a store take writes again', 'takes writes again'),
  remoteCommand<Reasoned & { readonly yes?: true }>({
    call: 'delete <store>',
    says: 'close a store for ever: nobody finds it any more',
    example: 'lockness store delete demo --yes',
    options: [['--yes', 'do it: there is no way back'], REASON],
    withoutStore: true,
    async run(remote, { yes, reason }, [wanted]) {
      const id = await remote.storeNamed(wanted)
      if (!yes) {
        const message = `deleting \`${wanted}\` (${id}) cannot be undone`
        throw new Failure(EXIT.usage, 'not_confirmed', message, 'say `--yes` to do it')
      }
      const gone = await remote.client.store.delete({ store: id, reason })
      return told(remote, gone, `${visible(wanted ?? '')} is closed`)
    },
  }),
]

function door(verb: 'freeze' | 'unfreeze', says: string, then: string) {
  return remoteCommand<Reasoned>({
    call: `${verb} <store>`,
    says,
    example: `lockness store ${verb} demo`,
    options: [REASON],
    withoutStore: true,
    async run(remote, { reason }, [wanted]) {
      const id = await remote.storeNamed(wanted)
      const store = await remote.client.store[verb]({ store: id, reason })
      return told(remote, store, `${visible(store.name)} ${then}`)
    },
  })
}

export function told(remote: Remote, value: unknown, text: string) {
  remote.answer(value, () => `${text}\n`)
  return EXIT.ok
}
