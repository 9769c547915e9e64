// The graph of one store on this node: loaded once as of a revision, then carried on by the log, whole revisions in
// their order. What the log proves to be another history is not answered from any more: the graph is dropped, and every
// question waits for, or is refused until, a new one is loaded.

import {
  type AuthorizationModel,
  type CompiledModel,
  compileModel,
  createEngine,
  type Engine,
  Graph,
  type Tuple,
} from '@lockness/authz'
import { compileConditions } from '@lockness/language'
import { AppError, assert } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { openSnapshot } from '../store/export.ts'
import type { LogEntry } from '../store/log.ts'
import { followLog, type Position, type Tail, type Trouble } from '../store/tail.ts'

/** Where the versions of a store's model are read. */
export interface ModelReader {
  /** Those up to a revision, in the order in which they came into force. */
  versions(storeId: string, revision: number): Promise<{ id: string; since: number }[]>
  body(storeId: string, id: string): Promise<string | undefined>
}

export interface ReplicaOptions {
  readonly database: Database
  readonly models: ModelReader
  readonly storeId: string
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
  readonly sweepMs?: number
  /** Revisions in the overlay before a new base is made of both. */
  readonly mergeAfter?: number
}

export interface ModelInForce {
  readonly id: string
  readonly engine: Engine
}

interface Loaded {
  readonly graph: Graph
  readonly tail: Tail
  /** In the order in which they came into force. */
  readonly versions: { readonly id: string; readonly since: number }[]
  readonly models: Map<string, CompiledModel>
  readonly engines: Map<string, Engine>
  /** The hashes of the last revisions, so that tokens of them are judged without the database. */
  readonly chains: Map<number, Buffer>
}

const MERGE_AFTER = 10_000
const CHAINS_MAX = 10_000
const ENGINES_MAX = 32

export class Replica {
  private readonly options: ReplicaOptions
  private loading: Promise<Loaded> | undefined
  private loaded: Loaded | undefined
  private isClosed = false
  private isMerging = false

  constructor(options: ReplicaOptions) {
    this.options = options
  }

  /** Waits for the first load, or the one after trouble. A load that failed is begun anew by the next question. */
  async ready(): Promise<void> {
    if (this.loaded) return
    if (this.isClosed) throw new AppError('unavailable', 'the server is ending')
    this.loading ??= this.load().finally(() => {
      this.loading = undefined
    })
    await this.loading
  }

  position(): Position {
    return this.current().tail.position()
  }

  confirmedAtMs(): number | undefined {
    return this.loaded?.tail.confirmedAtMs()
  }

  hint(): void {
    this.loaded?.tail.hint()
  }

  /** Everything that was committed before this call is in the graph when it resolves. */
  poll(): Promise<void> {
    return this.current().tail.poll()
  }

  chainAt(revision: number): Buffer | undefined {
    return this.current().chains.get(revision)
  }

  holds(revision: number): boolean {
    const { graph } = this.current()
    return revision >= graph.oldestRevision && revision <= graph.revision
  }

  /** The model that is asked for, or the one in force at the revision. */
  async modelAt(revision: number, wanted?: string): Promise<ModelInForce> {
    const loaded = this.current()
    const version = wanted === undefined ? loaded.versions.findLast(({ since }) => since <= revision) : { id: wanted }
    if (!version) {
      const message = `the store \`${this.options.storeId}\` has no model`
      throw new AppError('not_found', message, { detail: { what: 'latest_model' } })
    }
    const known = loaded.engines.get(version.id)
    if (known) return { id: version.id, engine: known }
    const engine = createEngine(loaded.graph, await this.compiled(loaded, version.id))
    if (loaded.engines.size >= ENGINES_MAX) loaded.engines.delete(loaded.engines.keys().next().value ?? '')
    loaded.engines.set(version.id, engine)
    return { id: version.id, engine }
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.loading?.catch(() => undefined)
    await this.loaded?.tail.stop()
    this.loaded = undefined
  }

  private current(): Loaded {
    if (!this.loaded) throw new AppError('unavailable', 'the store is being loaded')
    return this.loaded
  }

  private async load(): Promise<Loaded> {
    const { database, storeId, models, nowMs, sweepMs, report } = this.options
    const { epoch, revision, chain, tuples } = await openSnapshot(database, storeId)
    assert(chain, 'a snapshot of the newest revision has its hash')
    const versions = await models.versions(storeId, revision)
    const all: Tuple[] = []
    for await (const page of tuples) for (const tuple of page) all.push(tuple)
    const graph = Graph.build(all, { revision })
    const tail = followLog({
      database,
      storeId,
      from: { epoch, revision, chain },
      nowMs,
      ...(sweepMs !== undefined && { sweepMs }),
      onRevisions: (entries) => this.apply(loaded, entries),
      onTrouble: (trouble) => this.quarantine(loaded, trouble),
      onFailure: (error) => report(`the log of \`${storeId}\` was not read: ${String(error)}`),
    })
    const chains = new Map([[revision, chain]])
    const loaded: Loaded = { graph, tail, versions, models: new Map(), engines: new Map(), chains }
    this.loaded = loaded
    try {
      await tail.poll()
    } catch (error) {
      this.loaded = undefined
      await tail.stop()
      throw error
    }
    return loaded
  }

  private apply(loaded: Loaded, entries: readonly LogEntry[]): void {
    for (const { revision, change, chain, model } of entries) {
      const applied = loaded.graph.apply(change)
      if (!applied.ok || applied.revision !== revision) {
        this.drop(loaded)
        const why = applied.ok ? `became revision ${applied.revision}` : applied.conflict.message
        throw new AppError('lost_history', `revision ${revision} does not fit the graph: ${why}`)
      }
      if (model) loaded.versions.push({ id: model.id, since: revision })
      loaded.chains.set(revision, chain)
      loaded.chains.delete(revision - CHAINS_MAX)
    }
    const { graph } = loaded
    if (graph.revision - graph.oldestRevision >= (this.options.mergeAfter ?? MERGE_AFTER)) void this.merge(graph)
  }

  /** A slice at a time, between requests. */
  private async merge(graph: Graph): Promise<void> {
    if (this.isMerging) return
    this.isMerging = true
    try {
      for (const _ of graph.mergeSteps()) await new Promise(setImmediate)
    } finally {
      this.isMerging = false
    }
  }

  private quarantine(loaded: Loaded, trouble: Trouble): void {
    this.options.report(`the graph of \`${this.options.storeId}\` is dropped: \`${JSON.stringify(trouble)}\``)
    this.drop(loaded)
  }

  private drop(loaded: Loaded): void {
    if (this.loaded === loaded) this.loaded = undefined
    void loaded.tail.stop()
  }

  private async compiled({ models }: Loaded, id: string): Promise<CompiledModel> {
    const known = models.get(id)
    if (known) return known
    const { storeId } = this.options
    const body = await this.options.models.body(storeId, id)
    if (body === undefined) {
      throw new AppError('not_found', `there is no model \`${id}\``, { detail: { what: 'model' } })
    }
    const compiled = compileBody(body)
    if (models.size >= ENGINES_MAX) models.delete(models.keys().next().value ?? '')
    models.set(id, compiled)
    return compiled
  }
}

/** Of a body that was validated before it was stored. */
function compileBody(body: string): CompiledModel {
  const model = JSON.parse(body) as AuthorizationModel
  const { conditions, diagnostics } = compileConditions(model)
  assert(diagnostics.length === 0, 'a stored model has conditions that compile')
  return compileModel(model, conditions)
}
