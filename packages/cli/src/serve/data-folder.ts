// The folder of the data, made part by part before anything is started in it. Node's own way to make a path never ends
// where a folder takes no entries, such as in `/proc`, and says less about which part it was that failed.

import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { EXIT, Failure, type Terminal } from '../terminal.ts'

export function makeDataFolder({ disk }: Terminal, folder: string): void {
  const path = resolve(folder)
  const missing: string[] = []
  for (let part = path; disk.kind(part) !== 'folder' && part !== dirname(part); part = dirname(part)) missing.push(part)
  for (const part of missing.reverse()) {
    try {
      mkdirSync(part, { mode: 0o755 })
    } catch (error) {
      // Another starter was faster; whether it is a folder is seen when it is used.
      if (codeOf(error) === 'EEXIST') continue
      const message = `the data folder \`${folder}\` cannot be made: ${REASONS.get(codeOf(error)) ?? codeOf(error)} (\`${part}\`)`
      const code = codeOf(error) === 'ENOSPC' ? 'disk_full' : 'data_not_writable'
      throw new Failure(EXIT.notStarted, code, message, 'choose a folder that you may write: `--data DIR`', {
        cause: error,
      })
    }
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'this user may not write there'],
  ['EPERM', 'this user may not write there'],
  ['EROFS', 'the file system cannot be written'],
  ['ENOENT', 'nothing can be made there'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
