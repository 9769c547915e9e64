// `lockness start`: a server to look at and to work with on one's own machine. The first time it is given the verticals as
// modules and a small world of data; what it prints can be pasted into a shell.

import type { ExitCode, Terminal } from '../terminal.ts'
import { seedDemo } from './demo.ts'
import { runServer, type Started } from './run-server.ts'
import { readSettings, type ServeFlags } from './settings.ts'
import { welcomeText } from './welcome.ts'

export function start(terminal: Terminal, flags: ServeFlags, cores: number): Promise<ExitCode> {
  const settings = readSettings(terminal, { console: true, ...flags }, cores)
  const place = 'folder' in settings.place ? `data in ${settings.place.folder}` : 'data in your PostgreSQL'
  const keyVariable = ['LOCKNESS_ROOT_KEY', 'LOCKNESS_KEY'].find((name) => terminal.env(name) !== undefined)
  let demoStore: string | undefined
  return runServer(terminal, settings, {
    ...(flags.json && { json: true }),
    isLinkShown: true,
    async prepare({ url, firstRootKey }: Started) {
      const key = firstRootKey ?? (keyVariable && terminal.env(keyVariable))
      if (key === undefined) return
      const tell = (what: string) => terminal.progress(`loading ${what}`)
      // Without a demo it is still a server, and the root key has yet to be told.
      demoStore = await seedDemo(terminal.disk, { url, key }, tell).catch((error: unknown) => {
        terminal.complain(`the demo was not loaded: ${error instanceof Error ? error.message : String(error)}\n`)
        return undefined
      })
      terminal.progress(undefined)
    },
    welcome: (started) => welcomeText(terminal.colors, { ...started, place, keyVariable, demoStore }),
  })
}
