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
  // Shown this once: nobody else is told, and it can never be read again.
  const rootKey = server.firstRootKey && { rootKey: server.firstRootKey }
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: server.url, pid: process.pid, ...rootKey })}\n`)
} catch (error) {
  report(String(error))
  process.exit(1)
}
