// Graphs of the past. A revision that the live graph no longer holds is built anew from the history of its tuples, for
// whoever asks about it and for those who ask soon after; only the last few are kept, because each is a whole graph. A
// number is not enough to know a revision by: after lost history it stands for another one, with another hash.

import { randomInt } from 'node:crypto'
import { type CompiledModel, createEngine, type Engine, Graph, type Tuple } from '@lockness/authz'
import { AppError } from '../errors.ts'

export interface PastOptions {
  /** All tuples at a revision, page by page. */
  readonly read: (storeId: string, revision: number) => Promise<AsyncIterable<readonly Tuple[]>>
  /** The hash of a revision; undefined where the log has been cut. */
  readonly chainOf: (storeId: string, revision: number) => Promise<Buffer | undefined>
  readonly tuplesMax?: number
  readonly graphsMax?: number
}

const GRAPHS_MAX = 2
const TUPLES_MAX = 5_000_000
/** Of one graph, each for a model. */
const ENGINES_MAX = 32

interface Past {
  readonly graph: Promise<Graph>
  readonly engines: Map<CompiledModel, Engine>
  isBuilt: boolean
}

export class PastGraphs {
  private readonly options: PastOptions
  /** The one that was asked about last stands last. */
  private readonly kept = new Map<string, Past>()

  constructor(options: PastOptions) {
    this.options = options
  }

  /** An engine whose newest revision stands for the one that is asked for. */
  async engineAt(storeId: string, revision: number, model: CompiledModel): Promise<Engine> {
    const chain = await this.options.chainOf(storeId, revision)
    const key = `${chain?.toString('base64')} ${revision} ${storeId}`
    const past = this.kept.get(key) ?? this.begin(key, storeId, revision)
    this.kept.delete(key)
    this.kept.set(key, past)
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
    const { graphsMax = GRAPHS_MAX } = this.options
    if (this.kept.size >= graphsMax) {
      const oldest = [...this.kept].find(([, { isBuilt }]) => isBuilt)?.[0]
      if (oldest === undefined) {
        throw new AppError('unavailable', `${graphsMax} past revisions are being built already`)
      }
      this.kept.delete(oldest)
    }
    const past: Past = { graph: this.build(storeId, revision), engines: new Map(), isBuilt: false }
    past.graph.then(
      () => {
        past.isBuilt = true
      },
      () => {
        if (this.kept.get(key) === past) this.kept.delete(key)
      },
    )
    return past
  }

  /** A page at a time, and the layout in slices, so that other questions are answered in between. */
  private async build(storeId: string, revision: number): Promise<Graph> {
    const { read, tuplesMax = TUPLES_MAX } = this.options
    // Secret, so that strangers cannot choose ids that fall into one place of a table.
    const graph = Graph.build([], { hashSeed: randomInt(2 ** 32) })
    let count = 0
    for await (const added of await read(storeId, revision)) {
      count += added.length
      if (count > tuplesMax) {
        throw new AppError('limit_exceeded', `revision ${revision} has more than ${tuplesMax} tuples`, {
          detail: { limit: 'pastTuplesMax' },
        })
      }
      const applied = graph.apply({ removed: [], added })
      if (!applied.ok) throw new AppError('lost_history', `revision ${revision}: ${applied.conflict.message}`)
    }
    for (const _ of graph.mergeSteps()) await new Promise(setImmediate)
    return graph
  }
}
