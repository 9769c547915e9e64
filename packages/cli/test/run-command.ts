// A command without a process: what it is given comes from the test, what it says is kept.

import pc from 'picocolors'
import { runCli, type Terminal } from '../src/cli.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly complaints: string
  readonly files: ReadonlyMap<string, string>
}

export interface Given {
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly input?: string
  /** Ends a command that goes on. */
  readonly ending?: AbortSignal
  /** Told of each thing that is printed, as it is. */
  readonly onPrint?: (text: string) => void
}

export async function runCommand(args: readonly string[], given: Given = {}): Promise<Ran> {
  const files = new Map(Object.entries(given.files ?? {}))
  const said = { out: '', complaints: '' }
  const terminal: Terminal = {
    print(text) {
      said.out += text
      given.onPrint?.(text)
    },
    complain: (text) => void (said.complaints += text),
    progress: () => undefined,
    input: () => new Blob([given.input ?? '']).stream(),
    colors: pc.createColors(false),
    disk: diskOf(files),
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    env: (name) => given.env?.[name],
    ending: () => given.ending ?? new AbortController().signal,
  }
  const code = await runCli(args, terminal)
  return { code, ...said, files }
}

function diskOf(files: Map<string, string>): Terminal['disk'] {
  const isFolder = (path: string) => path === '.' || [...files.keys()].some((name) => name.startsWith(`${path}/`))
  return {
    here: ['somewhere'],
    read: (path) => files.get(path),
    write: (path, text) => void files.set(path, text),
    open: (path) => ({ bytes: files.get(path)!.length, chunks: new Blob([files.get(path)!]).stream() }),
    save: async (path, chunks) => void files.set(path, (await Array.fromAsync(chunks)).join('')),
    kind: (path) => (files.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    list(path) {
      const inside = [...files.keys()].filter((name) => path === '.' || name.startsWith(`${path}/`))
      return [...new Set(inside.map((name) => name.slice(path === '.' ? 0 : path.length + 1).split('/')[0]!))].sort()
    },
  }
}
