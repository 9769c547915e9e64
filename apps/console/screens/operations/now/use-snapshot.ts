'use client'
// Looks at the server again and again while somebody sees the page: at the load every two seconds, at all of it every ten.
// Nobody looks while the tab is hidden. When nothing answers, what was known last stays, and it is said how old it is.

import { useEffect, useRef, useState } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { type Finding, findingsOf, firstSeen } from './findings.ts'
import { type Sample, Samples, sampleOf } from './samples.ts'
import { readLoad, readSnapshot, type Snapshot } from './snapshot.ts'

const LOAD_EVERY_MS = 2_000
const ALL_EVERY = 5

/** For as long as the page of the browser lives. */
const samples = new Samples()

export interface Observed {
  readonly snapshot: Snapshot
  readonly samples: readonly Sample[]
  readonly findings: readonly Finding[]
  /** By the key of a finding. */
  readonly since: ReadonlyMap<string, number>
  readonly isPaused: boolean
  readonly pause: (isPaused: boolean) => void
}

export function useSnapshot(first: Snapshot): Observed {
  const client = useClient()
  const [snapshot, setSnapshot] = useState(first)
  const [isPaused, pause] = useState(false)
  const memory = useRef({ lastAnswerMs: first.atMs, refused: refusedOf(first), since: firstSeen(new Map(), [], 0) })
  const [judged, setJudged] = useState(() => judge(first, memory.current))

  useEffect(() => setSnapshot(first), [first])
  useEffect(() => {
    if (isPaused) return
    if ('value' in first.load) samples.add(sampleOf(first.load.value, first.atMs))
    const ending = new AbortController()
    const look = async (round: number, before: Snapshot) => {
      const isAll = round % ALL_EVERY === 0 || 'failure' in before.load
      const seen = await (isAll ? readSnapshot(client, ending.signal) : readLoad(client, before, ending.signal))
      if (ending.signal.aborted) return
      const next = kept(before, seen)
      if ('value' in next.load) samples.add(sampleOf(next.load.value, next.atMs))
      setJudged(judge(next, memory.current))
      setSnapshot(next)
      return next
    }
    void repeat(look, ending.signal, first)
    return () => ending.abort()
  }, [client, isPaused, first])

  return { snapshot, samples: samples.all(), ...judged, isPaused, pause }
}

interface Memory {
  lastAnswerMs: number
  refused: ReturnType<typeof refusedOf>
  since: ReadonlyMap<string, number>
}

function judge(snapshot: Snapshot, memory: Memory): Pick<Observed, 'findings' | 'since'> {
  const isAnswered = !('failure' in snapshot.load && snapshot.load.failure.kind === 'away')
  if (isAnswered) memory.lastAnswerMs = snapshot.atMs
  const findings = findingsOf(snapshot, memory.lastAnswerMs, memory.refused)
  memory.refused = refusedOf(snapshot) ?? memory.refused
  memory.since = firstSeen(memory.since, findings, snapshot.atMs)
  return { findings, since: memory.since }
}

function refusedOf({ load }: Snapshot) {
  return 'value' in load ? load.value.refused : undefined
}

/** What nobody answered this time is shown as it was. */
function kept(before: Snapshot, seen: Snapshot): Snapshot {
  const isAway = 'failure' in seen.load && seen.load.failure.kind === 'away'
  return isAway ? { ...before, load: seen.load, atMs: seen.atMs } : seen
}

/** One look after the other; none while the page is hidden. */
async function repeat(
  look: (round: number, before: Snapshot) => Promise<Snapshot | undefined>,
  signal: AbortSignal,
  first: Snapshot,
): Promise<void> {
  let before = first
  for (let round = 1; !signal.aborted; round++) {
    await pauseFor(LOAD_EVERY_MS, signal)
    if (document.hidden) await shown(signal)
    if (signal.aborted) return
    before = (await look(round, before)) ?? before
  }
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
}

function shown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      document.removeEventListener('visibilitychange', changed)
      resolve()
    }
    const changed = () => document.hidden || over()
    document.addEventListener('visibilitychange', changed)
    signal.addEventListener('abort', over, { once: true })
  })
}
