// `lockness serve`: a server for production. Nothing is put into it, and what is unsafe is refused unless it is allowed by
// name.

import { EXIT, type ExitCode, Failure, type Terminal } from '../terminal.ts'
import { readDatabaseFacts } from './database-facts.ts'
import { explainStart } from './explain-start.ts'
import { runServer } from './run-server.ts'
import { type DangerName, findDangers } from './safety.ts'
import { readSettings, type ServeFlags } from './settings.ts'

export async function serve(
  terminal: Terminal,
  flags: ServeFlags,
  allowed: ReadonlySet<DangerName>,
  cores: number,
): Promise<ExitCode> {
  const settings = readSettings(terminal, flags, cores)
  if (flags.console && !settings.console) {
    const next = 'build it with `node scripts/console.mjs`, or leave `--console` out'
    throw new Failure(EXIT.notStarted, 'console_not_built', 'the console is not built', next)
  }
  const facts = await readDatabaseFacts(settings.place).catch((error: unknown) => {
    throw explainStart(error, settings) ?? error
  })
  const dangers = findDangers(settings, facts).filter(({ name }) => !allowed.has(name))
  if (dangers.length > 0) {
    const [message, next] = [dangers.map((each) => each.message), dangers.map((each) => each.next)]
    throw new Failure(EXIT.notStarted, 'unsafe', message.join('; '), next.join('; '))
  }
  return runServer(terminal, settings, {
    ...(flags.json && { json: true }),
    welcome({ url, firstRootKey }) {
      const key = firstRootKey === undefined ? '' : `the root key, shown only now: ${firstRootKey}\n`
      return `Lockness answers at ${url}\n${key}`
    },
  })
}
