// The process: it gives the command its arguments, the terminal and the disk, and ends with the exit code.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import pc from 'picocolors'
import { runCli } from './cli.ts'
import type { Disk, Terminal } from './terminal.ts'

const disk: Disk = {
  read: (path) => (disk.kind(path) === 'file' ? readFileSync(path, 'utf8') : undefined),
  write: (path, text) => writeFileSync(path, text),
  kind(path) {
    const found = statSync(path, { throwIfNoEntry: false })
    return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined
  },
  list: (path) => readdirSync(path).sort(),
}

const isColored = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'

const terminal: Terminal = {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  colors: pc.createColors(isColored),
  disk,
  now: () => Date.now(),
}

// A reader that stops reading, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCli(process.argv.slice(2), terminal)
