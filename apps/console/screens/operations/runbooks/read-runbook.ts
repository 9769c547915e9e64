// The text of a runbook, as it lies in docs/runbooks: the console shows the same page that is in the repository. The build
// takes them in as text.

import type { Runbook } from './runbooks.ts'

// biome-ignore format: a table is read by its columns
const FILES: Readonly<Record<Runbook, () => Promise<{ readonly default: string }>>> = {
  'README':        () => import('../../../../../docs/runbooks/README.md'),
  'clock':         () => import('../../../../../docs/runbooks/clock.md'),
  'database-down': () => import('../../../../../docs/runbooks/database-down.md'),
  'disk-full':     () => import('../../../../../docs/runbooks/disk-full.md'),
  'divergence':    () => import('../../../../../docs/runbooks/divergence.md'),
  'key-leak':      () => import('../../../../../docs/runbooks/key-leak.md'),
  'lost-history':  () => import('../../../../../docs/runbooks/lost-history.md'),
  'overload':      () => import('../../../../../docs/runbooks/overload.md'),
  'restore':       () => import('../../../../../docs/runbooks/restore.md'),
  'stuck-lock':    () => import('../../../../../docs/runbooks/stuck-lock.md'),
}

export async function readRunbook(name: Runbook): Promise<string> {
  return (await FILES[name]()).default
}
