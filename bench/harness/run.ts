/** What every question of the benchmark is given. */

import type { Given } from '@lockness/authz'
import type { Target } from './connection.ts'
import type { Report } from './report.ts'

export interface Run {
  /** 1 is 10 M tuples. */
  readonly scale: number
  readonly rounds: number
  readonly seed: number
  readonly report: Report
  /** The folder for files. */
  readonly out: string
  /** A server of somebody else that is asked instead of ours. */
  readonly target?: Target
  /** The folder for profiles of our server; absent: none are made. */
  readonly profile?: string
}

/** The instant at which all questions are asked; no limits but the default ones, and no clock. */
export const NOW: Given = { at: Date.UTC(2026, 0, 1) }

export function scaled(count: number, scale: number): number {
  return Math.max(2, Math.round(count * scale))
}
