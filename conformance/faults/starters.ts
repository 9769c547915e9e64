// F29: two programs start on one data folder at the same moment, again and again, and the one that came first is killed.
// One of them runs the database and the other one joins it; when the first is gone, the second goes on with the same data.

import { fileURLToPath } from 'node:url'
import { parseModel } from '@lockness/language'
import type { Fault, Run } from './cell.ts'
import { Client } from './client.ts'
import { judge } from './judge.ts'
import { type NodeProcess, startProcess } from './nodes.ts'
import { makeFolder, startPostgres } from './postgres.ts'
import { must, newKey, writeUntilTold } from './world.ts'

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const SHORT_ROUNDS = 1

export const STARTERS: Fault = {
  name: 'F29',
  says: 'two starters on one folder',
  async run(run) {
    const { folder, remove } = await makeFolder()
    const running: NodeProcess[] = []
    try {
      const start = () => startProcess([MAIN, 'serve', '--json', '--data', folder, '--port', '0', '--threads', '1'])
      const clients: Client[] = []
      let store = ''
      const end = performance.now() + run.seconds * 1_000
      for (let round = 0; run.isShort ? round < SHORT_ROUNDS : round === 0 || performance.now() < end; round++) {
        running.push(...(await Promise.all(running.length === 0 ? [start(), start()] : [start()])))
        if (store === '') store = await makeStore(running[0]!.url)
        clients.push(await killOne(running, new Client(store), run))
      }
      for (const node of running.splice(0)) {
        const code = await node.end()
        run.tally.expect(code === 0, 'F29 it ends as it was asked to', () => `with ${code}: ${node.said()}`)
      }
      const postgres = await startPostgres(folder)
      const { model } = parseModel(MODEL)
      await judge({ name: 'F29', postgres, store, model: model!, clients, stalenessMsMax: 5_000 }, run.tally)
      await postgres.stop()
    } finally {
      await Promise.all(running.map((node) => node.kill()))
      remove()
    }
  },
}

async function makeStore(url: string): Promise<string> {
  const store = String((await must(url, 'POST', '/v1/stores', { name: 'starters' })).id)
  await must(url, 'POST', `/v1/stores/${store}/models`, { text: MODEL })
  return store
}

/** Both write; one of them is killed while it does; the other one goes on. */
async function killOne(running: NodeProcess[], client: Client, { chance, tally, note }: Run): Promise<Client> {
  const tuple = () => ({ object: `doc:${newKey()}`, relation: 'viewer', subject: 'user:u1' })
  for (const node of running) {
    const { status, code } = await writeUntilTold(client, () => node.url, newKey(), { added: [tuple()] })
    tally.expect(status === 200, 'F29 both write', () => `${status} ${code}: ${node.said()}`)
  }
  const [killed] = running.splice(chance.below(running.length), 1)
  const key = newKey()
  const change = { added: [tuple()] }
  const first = client.write(killed!.url, key, change)
  await killed!.kill()
  await first
  const [left] = running
  const { status, code } = await writeUntilTold(client, () => left!.url, key, change)
  tally.expect(status === 200, 'F29 the other one goes on', () => `${status} ${code}: ${left!.said()}`)
  note('killed', 1)
  return client
}
