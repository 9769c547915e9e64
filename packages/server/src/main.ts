// The process: configured, started, announced in one line, and ended by a signal without a failed request.

import { readConfig } from './config.ts'
import { startServer } from './server.ts'

const report = (message: string) => process.stderr.write(`${message}\n`)

try {
  const server = await startServer({ ...readConfig(), report })
  const end = () => {
    server.close().then(
      () => process.exit(0),
      (error) => {
        report(String(error))
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: server.url, pid: process.pid })}\n`)
} catch (error) {
  report(String(error))
  process.exit(1)
}
