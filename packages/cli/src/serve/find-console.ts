// Where the console is that a server shows: built beside the packages, by `npm start` or `node scripts/console.mjs`.

import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Terminal } from '../terminal.ts'

export interface ConsoleFiles {
  readonly entry: URL
  /** Of the build. */
  readonly folder: string
}

const CONSOLE = fileURLToPath(new URL('../../../../apps/console', import.meta.url))

/** The build that was made last; undefined when there is none. */
export function findConsole({ disk }: Pick<Terminal, 'disk'>): ConsoleFiles | undefined {
  const name = disk.read(`${CONSOLE}/.next-builds/current`)?.trim()
  const folder = `${CONSOLE}/.next-builds/${name}`
  if (!name || disk.kind(`${folder}/required-server-files.json`) !== 'file') return undefined
  return { entry: pathToFileURL(`${CONSOLE}/embedded.ts`), folder }
}
