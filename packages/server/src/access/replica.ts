// The graph of one store on this thread: all of one revision, then carried on by the log, whole revisions in their order.
// What the log proves to be another history is not answered from any more: the graph is dropped, and every question
// waits for, or is refused until, a new one is loaded.

import {
  type AuthorizationModel,
  type CompiledModel,
  compileModel,
  createEngine,
  type Engine,
  type Graph,
} from '@lockness/authz'
import { compileConditions } from '@lockness/language'
import { AppError, assert } from '../errors.ts'
import type { LogEntry, LogRow } from '../store/log.ts'
import type { Position } from '../store/tail.ts'
import type { Feed, FeedEvents, Line, ModelVersion, Start } from './feed.ts'
import { sizeOfGraph } from './graph-size.ts'
import type { Shadow } from './shadow.ts'

export interface ReplicaOptions {
  readonly feed: Feed
  /** The text of a stored model. */
  readonly modelBody: (storeId: string, id: string) => Promise<string | undefined>
  readonly storeId: string
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
  /** Looks at some of the answers again. */
  readonly shadow?: Pick<Shadow, 'over'>
}

export interface ModelInForce {
  readonly id: string
  readonly engine: Engine
}

interface Loaded {
  graph: Graph
  line: Line | undefined
  position: Position
  confirmedAtMs: number | undefined
  readonly versions: ModelVersion[]
  readonly models: Map<string, CompiledModel>
  /** Of this graph. */
  readonly engines: Map<string, Engine>
  /** The hashes of the last revisions, so that tokens of them are judged without the database. */
  readonly chains: Map<number, Buffer>
  bytes: number
}

const CHAINS_MAX = 10_000
const ENGINES_MAX = 32
/** Revisions are applied for so long before others may work. */
const SLICE_MS = 4
const POLLS_MAX = 3
const RETRY_MIN_MS = 200
const RETRY_MAX_MS = 5_000
/** What a change in the overlay takes, with the name that it may bring. */
const CHANGE_BYTES = 160

export class Replica {
  private readonly options: ReplicaOptions
  private loading: Promise<void> | undefined
  private loaded: Loaded | undefined
  private isClosed = false
  private failure: { readonly error: unknown; readonly retryAtMs: number; readonly pauseMs: number } | undefined
  private readonly subscribers = new Set<FeedEvents>()
  private isAsked = false
  /** For a revision that is on its way. */
  private readonly waiters = new Set<{ readonly revision: number; readonly resolve: () => void }>()

  constructor(options: ReplicaOptions) {
    this.options = options
  }

  get isLoaded(): boolean {
    return this.loaded !== undefined
  }

  /** Whether anybody has asked since the last call of this. */
  takeUse(): boolean {
    const isUsed = this.isAsked || this.subscribers.size > 0
    this.isAsked = false
    return isUsed
  }

  /** What the graph takes in memory, near enough to decide which one has to go. */
  get bytes(): number {
    return this.loaded?.bytes ?? 0
  }

  /** Waits for the first load, or the one after trouble. What failed is not tried again at once: that would not help it. */
  async ready(): Promise<void> {
    if (this.loaded) return
    if (this.isClosed) throw new AppError('unavailable', 'the store was let go here: ask again')
    if (!this.loading) {
      if (this.failure && this.options.nowMs() < this.failure.retryAtMs) throw this.failure.error
      this.loading = this.load().finally(() => {
        this.loading = undefined
      })
    }
    await this.loading
  }

  position(): Position {
    this.isAsked = true
    return this.current().position
  }

  confirmedAtMs(): number | undefined {
    return this.loaded?.confirmedAtMs
  }

  hint(rows?: readonly LogRow[]): void {
    this.loaded?.line?.hint(rows)
  }

  /**
   * Everything that was committed before this call is in the graph when it resolves. If the graph turns out to be of
   * another history, a new one is loaded first.
   */
  async poll(): Promise<void> {
    for (let tries = 1; tries <= POLLS_MAX; tries++) {
      await this.ready()
      const loaded = this.loaded
      try {
        await loaded?.line?.poll()
      } catch (error) {
        if (this.loaded === loaded) throw error
      }
      if (loaded && this.loaded === loaded) return
    }
    throw new AppError(
      'unavailable',
      `the history of \`${this.options.storeId}\` changes faster than it can be followed`,
    )
  }

  /**
   * The revision is in the graph when it resolves, or everything that was committed before this call. A poll in flight
   * may bring it, which another one would have to wait for.
   */
  async reach(revision: number): Promise<void> {
    await this.ready()
    if (this.position().revision >= revision) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiter = { revision, resolve }
    this.waiters.add(waiter)
    try {
      await Promise.race([promise, this.poll()])
    } finally {
      this.waiters.delete(waiter)
    }
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
    return this.knownModel(revision, wanted) ?? this.engineOf(this.idAt(revision, wanted))
  }

  /** The same for a model that was asked about before; undefined when it has to be read first. */
  knownModel(revision: number, wanted?: string): ModelInForce | undefined {
    const id = this.idAt(revision, wanted)
    const engine = this.current().engines.get(id)
    return engine && { id, engine }
  }

  /** Tells a follower what is here now and whatever comes; returns how to stop that. */
  subscribe(events: FeedEvents): () => void {
    const { graph, position, versions, chains, confirmedAtMs } = this.current()
    events.onStart({ graph, position, versions, chains })
    if (confirmedAtMs !== undefined) events.onConfirmed(position, confirmedAtMs)
    this.subscribers.add(events)
    return () => this.subscribers.delete(events)
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.loading?.catch(() => undefined)
    const { loaded } = this
    this.drop(loaded, 'it was let go')
    await loaded?.line?.stop()
  }

  /** The graph as it is now; undefined when there is none. */
  snapshot(): Start | undefined {
    return this.loaded
  }

  private current(): Loaded {
    if (!this.loaded) throw new AppError('unavailable', 'the store is being loaded')
    return this.loaded
  }

  private async load(): Promise<void> {
    const { feed, storeId, nowMs } = this.options
    const place: { taken: Loaded | undefined } = { taken: undefined }
    try {
      const line = await feed.open(storeId, this.eventsFor(place))
      if (!place.taken || this.isClosed) {
        await line.stop()
        throw new AppError('unavailable', `the store \`${storeId}\` was let go while it was loaded: ask again`)
      }
      place.taken.line = line
      this.loaded = place.taken
      this.failure = undefined
    } catch (error) {
      const pauseMs = Math.min((this.failure?.pauseMs ?? RETRY_MIN_MS / 2) * 2, RETRY_MAX_MS)
      this.failure = { error, pauseMs, retryAtMs: nowMs() + pauseMs }
      throw error
    }
  }

  private eventsFor(place: { taken: Loaded | undefined }): FeedEvents {
    return {
      onStart: (start) => {
        place.taken = begin(start)
      },
      onRevisions: (entries) => (place.taken ? this.apply(place.taken, entries) : undefined),
      onConfirmed: (position, atMs) => {
        if (place.taken) this.confirm(place.taken, position, atMs)
      },
      onMerged: (graph) => {
        if (place.taken) this.merged(place.taken, graph)
      },
      onEnd: (why) => {
        const ended = place.taken
        place.taken = undefined
        this.drop(ended, why)
      },
    }
  }

  private async apply(loaded: Loaded, entries: readonly LogEntry[]): Promise<void> {
    const { nowMs } = this.options
    for (let from = 0; from < entries.length; ) {
      if (from > 0) await new Promise(setImmediate)
      const began = nowMs()
      let to = from
      do this.applyOne(loaded, entries[to++]!)
      while (to < entries.length && nowMs() - began < SLICE_MS)
      for (const { onRevisions } of this.followers(loaded)) await onRevisions(entries.slice(from, to))
      from = to
    }
    if (loaded !== this.loaded) return
    for (const { revision, resolve } of this.waiters) if (loaded.position.revision >= revision) resolve()
  }

  private applyOne(loaded: Loaded, { revision, epoch, change, chain, model }: LogEntry): void {
    const applied = loaded.graph.apply(change)
    if (!applied.ok || applied.revision !== revision) {
      const why = applied.ok ? `became revision ${applied.revision}` : applied.conflict.message
      const message = `revision ${revision} does not fit the graph: ${why}`
      this.drop(loaded, message)
      throw new AppError('lost_history', message)
    }
    if (model) loaded.versions.push({ id: model.id, since: revision })
    loaded.chains.set(revision, chain)
    loaded.chains.delete(revision - CHAINS_MAX)
    loaded.position = { epoch, revision, chain }
    loaded.bytes += (change.added.length + change.removed.length) * CHANGE_BYTES
  }

  private confirm(loaded: Loaded, position: Position, atMs: number): void {
    // An adoption of what is here changes the epoch without a revision.
    if (position.revision === loaded.position.revision) loaded.position = position
    loaded.confirmedAtMs = atMs
    for (const { onConfirmed } of this.followers(loaded)) onConfirmed(loaded.position, atMs)
  }

  private merged(loaded: Loaded, graph: Graph): void {
    if (graph !== loaded.graph) loaded.engines.clear()
    loaded.graph = graph
    loaded.bytes = sizeOfGraph(graph).bytes
    for (const { onMerged } of this.followers(loaded)) onMerged(graph)
  }

  /** Nobody follows what is not loaded yet. */
  private followers(loaded: Loaded): readonly FeedEvents[] {
    return loaded === this.loaded ? [...this.subscribers] : []
  }

  private drop(loaded: Loaded | undefined, why: string): void {
    if (!loaded || this.loaded !== loaded) return
    this.loaded = undefined
    if (!this.isClosed) this.options.report(`the graph of \`${this.options.storeId}\` is dropped: ${why}`)
    const followers = [...this.subscribers]
    this.subscribers.clear()
    for (const { onEnd } of followers) onEnd(why)
    loaded.line?.stop().catch((error) => this.options.report(`a log was not left in peace: ${String(error)}`))
  }

  private idAt(revision: number, wanted: string | undefined): string {
    if (wanted !== undefined) return wanted
    const version = this.current().versions.findLast(({ since }) => since <= revision)
    if (version) return version.id
    const message = `the store \`${this.options.storeId}\` has no model`
    throw new AppError('not_found', message, { detail: { what: 'latest_model' } })
  }

  private async engineOf(id: string): Promise<ModelInForce> {
    const loaded = this.current()
    const model = await this.compiled(loaded, id)
    if (this.loaded !== loaded) {
      const message = `the history of \`${this.options.storeId}\` became another one while its model was read: ask again`
      throw new AppError('unavailable', message)
    }
    // While the model was read, a merge may have brought another graph.
    const engine = loaded.engines.get(id) ?? this.makeEngine(loaded.graph, id, model)
    if (loaded.engines.size >= ENGINES_MAX) loaded.engines.delete(loaded.engines.keys().next().value ?? '')
    loaded.engines.set(id, engine)
    return { id, engine }
  }

  private makeEngine(graph: Graph, id: string, model: CompiledModel): Engine {
    const { shadow, storeId } = this.options
    const engine = createEngine(graph, model)
    return shadow ? shadow.over(storeId, id, engine) : engine
  }

  private async compiled({ models }: Loaded, id: string): Promise<CompiledModel> {
    const known = models.get(id)
    if (known) return known
    const body = await this.options.modelBody(this.options.storeId, id)
    if (body === undefined) {
      throw new AppError('not_found', `there is no model \`${id}\``, { detail: { what: 'model' } })
    }
    const compiled = compileBody(body)
    if (models.size >= ENGINES_MAX) models.delete(models.keys().next().value ?? '')
    models.set(id, compiled)
    return compiled
  }
}

function begin({ graph, position, versions, chains }: Start): Loaded {
  return {
    graph,
    line: undefined,
    position,
    confirmedAtMs: undefined,
    versions: [...versions],
    models: new Map(),
    engines: new Map(),
    chains: new Map(chains).set(position.revision, position.chain),
    bytes: sizeOfGraph(graph).bytes,
  }
}

/** Of a body that was validated before it was stored. */
function compileBody(body: string): CompiledModel {
  const model = JSON.parse(body) as AuthorizationModel
  const { conditions, diagnostics } = compileConditions(model)
  assert(diagnostics.length === 0, 'a stored model has conditions that compile')
  return compileModel(model, conditions)
}
