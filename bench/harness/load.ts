// Servers that are asked the same, in rounds: each round asks all of them, one after the other, so that a slow second of
// the machine falls on all; the figures are medians over the rounds. Before, each is asked until its code is compiled.

import { constants, setPriority } from 'node:os'
import type { Target } from './connection.ts'
import type { Ask, ClientJob, LoadFigures, StreamFigures } from './load-client.ts'
import { medianOf, WrongAnswer } from './measure.ts'
import { CLIENT_CORE, cpuMsOf, startWorker } from './programs.ts'

export interface Contender {
  readonly name: string
  readonly target: Target
  /** Of the server; 0 when it is elsewhere. */
  readonly pid: number
  readonly asks: readonly Ask[]
}

export interface Standing {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the server's time on the processor; undefined where it cannot be read. */
  readonly cpuUs: number | undefined
  /** The share of a core that the client took: near 1 it is the client that was measured. */
  readonly clientShare: number
  /** Answers that were compared. */
  readonly checked: number
}

export interface LoadOptions {
  readonly rounds: number
  readonly connections: number
  readonly forMs: number
  /** Asked of each before the first round; default: so many that the runtime has compiled what they pass. */
  readonly warmRequests?: number
}

/** The runtime compiles the last of what a request passes after some 60,000 of them. */
const WARM_REQUESTS = 100_000
const WARM_UP_MS = 1_000
const WARM_UPS_MAX = 20

export class LoadClient {
  private readonly worker = startWorker<ClientJob, unknown>('load-client.ts', { core: CLIENT_CORE })

  /** `isBeside`: it shares the core of another client, whose figures count, and makes way for it. */
  constructor({ isBeside = false }: { readonly isBeside?: boolean } = {}) {
    if (isBeside && this.worker.pid > 0) setPriority(this.worker.pid, constants.priority.PRIORITY_LOW)
  }

  async deck(name: string, target: Target, asks: readonly Ask[]): Promise<void> {
    await this.worker.ask({ kind: 'deck', name, target, asks })
  }

  /** Each request once; gives the bodies, in their order. */
  async once(deck: string): Promise<readonly string[]> {
    return (await this.worker.ask({ kind: 'once', deck })) as readonly string[]
  }

  async load(deck: string, connections: number, forMs: number): Promise<LoadFigures> {
    try {
      return (await this.worker.ask({ kind: 'load', deck, connections, forMs })) as LoadFigures
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw message.includes('wrong answer') ? new WrongAnswer(message) : error
    }
  }

  async stream(job: Omit<ClientJob & { kind: 'stream' }, 'kind'>): Promise<StreamFigures> {
    return (await this.worker.ask({ ...job, kind: 'stream' })) as StreamFigures
  }

  stop(): Promise<void> {
    return this.worker.stop()
  }
}

/** By the names of the contenders. */
export async function compete(
  client: LoadClient,
  contenders: readonly Contender[],
  { rounds, connections, forMs, warmRequests = WARM_REQUESTS }: LoadOptions,
): Promise<ReadonlyMap<string, Standing>> {
  for (const { name, target, asks } of contenders) await client.deck(name, target, asks)
  for (const { name } of contenders) await warmUp(client, name, connections, warmRequests)
  const seen = new Map(contenders.map(({ name }) => [name, [] as (LoadFigures & { readonly serverMs?: number })[]]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, pid } of contenders) {
      const beforeMs = pid === 0 ? undefined : cpuMsOf(pid)
      const figures = await client.load(name, connections, forMs)
      const serverMs = beforeMs === undefined ? undefined : cpuMsOf(pid)! - beforeMs
      seen.get(name)!.push({ ...figures, ...(serverMs !== undefined && { serverMs }) })
    }
  }
  return new Map([...seen].map(([name, figures]) => [name, standingOf(figures)]))
}

async function warmUp(client: LoadClient, name: string, connections: number, requests: number): Promise<void> {
  let asked = 0
  for (let times = 0; times < WARM_UPS_MAX && asked < requests; times++)
    asked += (await client.load(name, connections, WARM_UP_MS)).count
}

function standingOf(seen: readonly (LoadFigures & { readonly serverMs?: number })[]): Standing {
  const median = (of: (figures: (typeof seen)[number]) => number) => medianOf(seen.map(of))
  const isTold = seen.every(({ serverMs }) => serverMs !== undefined)
  return {
    perSecond: median(({ count, tookMs }) => (count / tookMs) * 1000),
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
    cpuUs: isTold ? median(({ serverMs, count }) => ((serverMs ?? 0) / count) * 1000) : undefined,
    clientShare: median(({ cpuMs, tookMs }) => cpuMs / tookMs),
    checked: seen.reduce((sum, { count }) => sum + count, 0),
  }
}
