// The process: it gives the command its arguments, the terminal and the disk, and ends with the exit code.

import { isUtf8 } from 'node:buffer'
import {
  createReadStream,
  createWriteStream,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pc from 'picocolors'
import { runCli } from './cli.ts'
import { type Disk, EXIT, type Terminal } from './terminal.ts'

class DiskRefusal extends Error {}

const disk: Disk = {
  here: process.cwd().split(sep).slice(1),
  read: (path) => (disk.kind(path) === 'file' ? readText(path) : undefined),
  write: (path, text) => writeFileSync(path, text),
  open: (path) => ({ bytes: statSync(path).size, chunks: createReadStream(path) }),
  async save(path, chunks) {
    const beside = `${path}.${process.pid}.part`
    try {
      await pipeline(chunks, createWriteStream(beside))
      renameSync(beside, path)
    } catch (error) {
      rmSync(beside, { force: true })
      throw error
    }
  },
  kind(path) {
    const found = stats(path)
    return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined
  },
  // A link to a folder may lead in a circle, and what it leads to is listed where it is.
  list: (path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => !(entry.isSymbolicLink() && stats(`${path}/${entry.name}`)?.isDirectory()))
      .map(({ name }) => name)
      .sort(),
}

/** A file that is not text must not be taken for one: formatting it would write something else. */
function readText(path: string): string {
  const bytes = readFileSync(path)
  if (!isUtf8(bytes)) throw new DiskRefusal(`\`${path}\` is not text in UTF-8`)
  return bytes.toString('utf8')
}

function stats(path: string): Stats | undefined {
  // No file has such a name, but an `fga.mod` may say it has.
  if (path.includes('\0')) return undefined
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (['ELOOP', 'ENAMETOOLONG'].includes(codeOf(error))) return undefined
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : ''
}

const LEFTOVER_MAX_MS = 2_000
/** A supervisor that asks a whole group to end is heard once from itself and once from the launcher. */
const SAME_SIGNAL_MS = 1_000

const isColored = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'

/**
 * A command that goes on is asked to end by the first signal, and has time to answer what has arrived; at the second one
 * the process ends as it is. A command that never asks for this ends as any program does.
 */
let ending: AbortController | undefined

function untilEnded(): AbortSignal {
  if (ending) return ending.signal
  const controller = new AbortController()
  ending = controller
  let askedAtMs: number | undefined
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      askedAtMs ??= performance.now()
      if (performance.now() - askedAtMs > SAME_SIGNAL_MS) process.exit(code)
      controller.abort()
    })
  }
  // The launcher that found this Node holds a line to here. What is sent to it alone it passes on; when it is killed,
  // nobody could end this process any more.
  for (const event of ['message', 'disconnect']) process.on(event, () => controller.abort())
  process.channel?.unref()
  return controller.signal
}

const terminal: Terminal = {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  progress(text) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text ?? ''}`)
  },
  input: () => process.stdin,
  colors: pc.createColors(isColored),
  disk,
  now: () => Date.now(),
  env: (name) => process.env[name] || undefined,
  ending: untilEnded,
}

// A reader that stops reading, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  process.exitCode = await runCli(process.argv.slice(2), terminal)
} catch (error) {
  // What the disk refuses, such as a folder that may not be read, is about the call and not about the program.
  if (!(error instanceof DiskRefusal) && codeOf(error) === '') throw error
  terminal.complain(`${(error as Error).message.replace(/^\w+: /, '')}\n`)
  process.exitCode = EXIT.usage
}
// Whatever is still open after a server has closed, such as a connection that is kept alive, holds nobody up.
setTimeout(() => process.exit(), LEFTOVER_MAX_MS).unref()
