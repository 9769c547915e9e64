// Figures that are taken in a process of their own, because what made the workload, millions of names on the heap, would
// be in them: the collector stops everybody for as long as it takes to mark them.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs a probe of this folder and reads the line of JSON that it prints. */
export async function runProbe<Figures>(file: string, given: readonly (string | number)[]): Promise<Figures> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const warnings = process.execArgv.filter((flag) => flag.includes('warning'))
  const flags = ['--expose-gc', '--max-old-space-size=8192', ...warnings]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, path, ...given.map(String)])
  return JSON.parse(stdout) as Figures
}
