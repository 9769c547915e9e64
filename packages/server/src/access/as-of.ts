// Graphs of the past. A revision that the live graph no longer holds is built anew from the history of its tuples, for
// whoever asks about it and for those who ask soon after. Each is a whole graph, so their room is bounded; and it is shared
// so that no store takes another one's: a store has its own share and makes room in that first, and what others have
// asked about a moment ago is not let go for it. A number is not enough to know a revision by: after lost history it
// stands for another one, with another hash.

import { randomInt } from 'node:crypto'
import { type CompiledModel, createEngine, type Engine, Graph, type Tuple } from '@lockness/authz'
import { AppError } from '../errors.ts'

export interface PastOptions {
  /** All tuples at a revision, page by page. */
  readonly read: (storeId: string, revision: number) => Promise<AsyncIterable<readonly Tuple[]>>
  /** The hash of a revision; undefined where the log has been cut. */
  readonly chainOf: (storeId: string, revision: number) => Promise<Buffer | undefined>
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly bounds?: Partial<PastBounds>
}

export interface PastBounds {
  /** Of all graphs of one store, and so of one graph. */
  readonly tuplesPerStoreMax: number
  /** Of all graphs. */
  readonly tuplesMax: number
  readonly graphsPerStoreMax: number
  readonly graphsMax: number
  /** At a time, each for another store. */
  readonly buildsMax: number
  /** What was asked about since then is not let go for another store. */
  readonly keptMs: number
}

const BOUNDS: PastBounds = {
  tuplesPerStoreMax: 5_000_000,
  tuplesMax: 10_000_000,
  graphsPerStoreMax: 4,
  graphsMax: 32,
  buildsMax: 2,
  keptMs: 30_000,
}
/** Of one graph, each for a model. */
const ENGINES_MAX = 32

interface Past {
  readonly storeId: string
  readonly graph: Promise<Graph>
  readonly engines: Map<CompiledModel, Engine>
  tuples: number
  usedAtMs: number
  isBuilt: boolean
}

export class PastGraphs {
  private readonly options: PastOptions
  private readonly bounds: PastBounds
  /** The one that was asked about last stands last. */
  private readonly kept = new Map<string, Past>()

  constructor(options: PastOptions) {
    this.options = options
    this.bounds = { ...BOUNDS, ...options.bounds }
  }

  /** An engine whose newest revision stands for the one that is asked for. */
  async engineAt(storeId: string, revision: number, model: CompiledModel): Promise<Engine> {
    const chain = await this.options.chainOf(storeId, revision)
    const key = `${chain?.toString('base64')} ${revision} ${storeId}`
    const past = this.kept.get(key) ?? this.begin(key, storeId, revision)
    past.usedAtMs = this.options.nowMs()
    if (this.kept.delete(key)) this.kept.set(key, past)
    const graph = await past.graph
    let engine = past.engines.get(model)
    if (!engine) {
      if (past.engines.size >= ENGINES_MAX) past.engines.clear()
      past.engines.set(model, (engine = createEngine(graph, model)))
    }
    return engine
  }

  /** A build that nobody waits for any more goes on: who asks again finds it. */
  private begin(key: string, storeId: string, revision: number): Past {
    const { buildsMax, graphsPerStoreMax, graphsMax } = this.bounds
    const building = [...this.kept.values()].filter(({ isBuilt }) => !isBuilt)
    if (building.length >= buildsMax || building.some((each) => each.storeId === storeId))
      throw new AppError('unavailable', 'other past revisions are being built: ask again soon')
    while (this.of(storeId).length >= graphsPerStoreMax) this.letGo(storeId, undefined)
    while (this.kept.size >= graphsMax) this.letGo(undefined, storeId)
    const { promise, resolve } = Promise.withResolvers<Graph>()
    const past: Past = { storeId, graph: promise, engines: new Map(), tuples: 0, usedAtMs: 0, isBuilt: false }
    this.kept.set(key, past)
    resolve(this.build(past, revision))
    promise.then(
      () => {
        past.isBuilt = true
      },
      () => {
        if (this.kept.get(key) === past) this.kept.delete(key)
      },
    )
    return past
  }

  private of(storeId: string): Past[] {
    return [...this.kept.values()].filter((past) => past.storeId === storeId)
  }

  /** Of the tuples that are there and those that come. */
  private makeRoom({ storeId }: Past): void {
    const { tuplesPerStoreMax, tuplesMax } = this.bounds
    const sum = (pasts: Iterable<Past>) => [...pasts].reduce((total, { tuples }) => total + tuples, 0)
    while (sum(this.of(storeId)) > tuplesPerStoreMax) this.letGo(storeId, undefined)
    while (sum(this.kept.values()) > tuplesMax) this.letGo(undefined, storeId)
  }

  /** The one that was asked about longest ago, of a store, or of any for another one that needs its room. */
  private letGo(of: string | undefined, forStore: string | undefined): void {
    const { keptMs } = this.bounds
    const isFree = ({ storeId, isBuilt, usedAtMs }: Past) => {
      if (!isBuilt || (of !== undefined && storeId !== of)) return false
      return of !== undefined || storeId === forStore || this.options.nowMs() - usedAtMs > keptMs
    }
    const oldest = [...this.kept].find(([, past]) => isFree(past))?.[0]
    if (oldest === undefined)
      throw new AppError('unavailable', 'the pasts of other stores take all the room: ask again soon')
    this.kept.delete(oldest)
  }

  /** A page at a time, and the layout in slices, so that other questions are answered in between. */
  private async build(past: Past, revision: number): Promise<Graph> {
    const { tuplesPerStoreMax } = this.bounds
    // Secret, so that strangers cannot choose ids that fall into one place of a table.
    const graph = Graph.build([], { hashSeed: randomInt(2 ** 32) })
    for await (const added of await this.options.read(past.storeId, revision)) {
      past.tuples += added.length
      if (past.tuples > tuplesPerStoreMax) {
        throw new AppError('limit_exceeded', `revision ${revision} has more than ${tuplesPerStoreMax} tuples`, {
          detail: { limit: 'pastTuplesMax' },
        })
      }
      this.makeRoom(past)
      const applied = graph.apply({ removed: [], added })
      if (!applied.ok) throw new AppError('lost_history', `revision ${revision}: ${applied.conflict.message}`)
    }
    for (const _ of graph.mergeSteps()) await new Promise(setImmediate)
    return graph
  }
}
