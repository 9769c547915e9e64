// One node in a process of its own: the server with the options that it is given as JSON. A line tells that it is ready; a
// signal ends it.

import { startServer } from '@lockness/server'
import { arm, type Failpoint } from './failpoint.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as {
  readonly databaseUrl: string
  readonly rootKey: string
  readonly stalenessMsMax: number
  readonly threads: number
  readonly failpoint?: Failpoint
}
const { databaseUrl, failpoint, ...rest } = options
if (failpoint) arm(failpoint, Number(new URL(databaseUrl).port), () => process.kill(process.pid, 'SIGKILL'))
const place = { databaseUrl }
const report = (message: string) => process.stderr.write(`${message}\n`)
const server = await startServer({ place, host: '127.0.0.1', port: 0, report, ...rest })
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
