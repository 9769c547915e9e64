// A server with a database of its own, for one file of tests.

import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@lockness/server'

export interface RealServer {
  readonly url: string
  /** Of the installation: it may do everything. */
  readonly key: string
  /** Ends, and is there again at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const KEY = 'a-root-key-for-tests-of-clients'

export async function startRealServer(): Promise<RealServer> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-client-'))
  const start = (port: number) =>
    startServer({ place: { folder }, host: '127.0.0.1', port, rootKey: KEY, report: () => undefined })
  let server = await start(0)
  const { url } = server
  return {
    url,
    key: KEY,
    async restart() {
      await server.close()
      server = await start(Number(new URL(url).port))
    },
    async stop() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
