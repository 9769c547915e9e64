// What is wrong, as whoever is woken at night needs it: the worst first, since when, and which page says what to do. It
// only reads what the server told; each kind of finding is a row here, with words for it in the messages.

import type { NodeListOutput, SystemLoadOutput, SystemReadOutput } from '@lockness/client'
import type { Value } from '#messages/text.ts'
import type { Runbook } from '../runbooks/runbooks.ts'
import type { Snapshot } from './snapshot.ts'

export type FindingKind =
  | 'serverAway'
  | 'databaseAway'
  | 'stale'
  | 'loading'
  | 'draining'
  | 'nodeSilent'
  | 'nodeNotReady'
  | 'nodeBehind'
  | 'threadsGone'
  | 'versions'
  | 'clock'
  | 'durability'
  | 'refusing'
  | 'failing'
  | 'busy'

export interface Finding {
  readonly kind: FindingKind
  /** Tells two of a kind apart: the node, the action. */
  readonly about: string
  readonly severity: 'failure' | 'warning'
  /** When it began, as far as the server knows; else when it was first seen. */
  readonly sinceMs?: number
  readonly values: Readonly<Record<string, Value>>
  readonly runbook: Runbook
}

const CLOCK_SKEW_MS_MAX = 1_000
const BEHIND_MAX = 100
const LAG_MS_MAX = 200
/** Refused between two looks; a few were asked again and answered, and nobody noticed. */
const REFUSED_OFTEN = 10

/** `lastAnswerMs`: when the server answered last. `refusedBefore`: its counters, one look ago. */
export function findingsOf(
  { atMs, system, load, nodes }: Snapshot,
  lastAnswerMs: number,
  refusedBefore: SystemLoadOutput['refused'] | undefined,
): Finding[] {
  if ('failure' in load && load.failure.kind === 'away') {
    return [finding('serverAway', 'failure', 'README', { sinceMs: lastAnswerMs })]
  }
  const found = [
    ...('value' in system ? aboutThis(system.value, atMs) : []),
    ...('value' in nodes ? aboutNodes(nodes.value.items) : []),
    ...('value' in load ? aboutLoad(load.value, refusedBefore) : []),
  ]
  return found.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function aboutThis(system: SystemReadOutput, atMs: number): Finding[] {
  const { ready, stalenessMs, stalenessMsMax, database, durability, clockSkewMs } = system
  const found: Finding[] = []
  const since = stalenessMs === undefined ? {} : { sinceMs: atMs - stalenessMs }
  if (!database.reachable) found.push(finding('databaseAway', 'failure', 'database-down', since))
  if (ready === 'stale') {
    const values = { seconds: Math.round(stalenessMsMax / 1_000) }
    found.push(finding('stale', 'failure', 'database-down', { ...since, values }))
  }
  if (ready === 'loading') found.push(finding('loading', 'warning', 'README'))
  if (ready === 'draining') found.push(finding('draining', 'warning', 'README'))
  if (clockSkewMs !== undefined && Math.abs(clockSkewMs) > CLOCK_SKEW_MS_MAX)
    found.push(finding('clock', 'failure', 'clock', { values: { ms: Math.abs(Math.round(clockSkewMs)) } }))
  if (durability === 'D1') found.push(finding('durability', 'warning', 'README'))
  return found
}

function aboutNodes(nodes: NodeListOutput['items']): Finding[] {
  const found = nodes.flatMap((node): Finding[] => {
    const about = { about: node.id, values: { node: node.host, id: node.id } }
    if (node.state === 'silent')
      return [finding('nodeSilent', 'failure', 'README', { ...about, sinceMs: Date.parse(node.seenAt) })]
    const own: Finding[] = []
    if (node.ready !== true && !node.isThis) {
      const values = { ...about.values, reason: node.ready }
      own.push(finding('nodeNotReady', 'warning', 'database-down', { ...about, values }))
    }
    if (node.behind > BEHIND_MAX) {
      const values = { ...about.values, behind: node.behind }
      own.push(finding('nodeBehind', 'warning', 'divergence', { ...about, values }))
    }
    if (node.threadsUp < node.threads) {
      const values = { ...about.values, up: node.threadsUp, all: node.threads }
      own.push(finding('threadsGone', 'warning', 'README', { ...about, values }))
    }
    return own
  })
  const versions = new Set(nodes.filter(({ state }) => state === 'up').map(({ version }) => version))
  if (versions.size > 1)
    found.push(finding('versions', 'warning', 'README', { values: { versions: [...versions].sort().join(', ') } }))
  return found
}

function aboutLoad(load: SystemLoadOutput, before: SystemLoadOutput['refused'] | undefined): Finding[] {
  const found: Finding[] = []
  const refused = before ? Object.entries(load.refused).map(([kind, count]) => count - (before[kind] ?? 0)) : []
  const count = refused.reduce((sum, each) => sum + Math.max(0, each), 0)
  if (count > 0) {
    const severity = count < REFUSED_OFTEN ? 'warning' : 'failure'
    found.push(finding('refusing', severity, 'overload', { values: { count } }))
  }
  if (load.lagMs > LAG_MS_MAX)
    found.push(finding('busy', 'warning', 'overload', { values: { ms: Math.round(load.lagMs) } }))
  for (const { action, failed, count: all } of load.operations) {
    if (failed > 0)
      found.push(finding('failing', 'failure', 'README', { about: action, values: { action, failed, count: all } }))
  }
  return found
}

function finding(
  kind: FindingKind,
  severity: Finding['severity'],
  runbook: Runbook,
  more: Partial<Pick<Finding, 'about' | 'sinceMs' | 'values'>> = {},
): Finding {
  return { kind, severity, runbook, about: '', values: {}, ...more }
}

export function keyOf({ kind, about }: Finding): string {
  return `${kind} ${about}`
}

/** When each of them was first seen here; those that are over are forgotten. */
export function firstSeen(
  before: ReadonlyMap<string, number>,
  findings: readonly Finding[],
  nowMs: number,
): ReadonlyMap<string, number> {
  return new Map(findings.map((each) => [keyOf(each), each.sinceMs ?? before.get(keyOf(each)) ?? nowMs]))
}
