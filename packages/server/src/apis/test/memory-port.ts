// The server's answers without a database, for tests of wires: stores and logs in memory, questions answered by the real
// engine over the real graph. Actions permit through the app, as the real ones do, so what a wire forgets is seen here.

import {
  type CompiledModel,
  compileModel,
  createEngine,
  type Engine,
  Graph,
  type Limits,
  type Tuple,
  tupleKey,
  whyNotAllowed,
} from '@lockness/authz'
import { compileConditions, validateModel } from '@lockness/language'
import { z } from 'zod'
import { type Actor, type App, command, job, type Permit, question } from '../../action.ts'
import { AppError } from '../../errors.ts'
import { Cursors } from '../../http/cursor.ts'
import type { Situation } from '../authorization-port.ts'
import type {
  Assertion,
  Listed,
  ListInput,
  ModelRecord,
  OpenFgaPort,
  StoredTuple,
  StoreRecord,
  TupleChange,
} from '../openfga/openfga.port.ts'

interface MemoryModel extends ModelRecord {
  readonly compiled: CompiledModel
  readonly engine: Engine
  assertions: readonly Assertion[]
}

interface MemoryStore extends StoreRecord {
  readonly graph: Graph
  readonly models: MemoryModel[]
  readonly tuples: Map<string, StoredTuple>
  readonly log: TupleChange[]
}

export interface Memory {
  readonly app: App
  readonly port: OpenFgaPort
  readonly authenticate: (bearer: string) => Actor | undefined
  readonly stores: Map<string, MemoryStore>
  /** Every permit that was asked. */
  readonly asked: string[]
}

/** The wire's translation has parsed it, and each action below says its type. */
const parsed = z.custom<ReturnType<typeof JSON.parse>>(() => true)

export function createMemory(limits: Partial<Limits> = {}): Memory {
  const stores = new Map<string, MemoryStore>()
  const asked: string[] = []
  let serial = 0
  let clock = Date.UTC(2026, 0, 1)
  const ulid = () => `01M${String(++serial).padStart(23, '0')}`
  const app: App = {
    transaction: (work) => work({ query: async () => [], record: async () => {} }),
    append: async () => {
      throw new Error('nothing is appended here')
    },
    isAllowed(actor, relation, object) {
      asked.push(`${relation} ${object}`)
      return actor.subject !== 'user:nobody'
    },
    now: () => new Date((clock += 1000)),
    id: () => `request-${++serial}`,
  }
  const authenticate = (bearer: string): Actor | undefined =>
    bearer === 'root' || bearer === 'nobody' ? { kind: 'account', subject: `user:${bearer}` } : undefined
  const world: World = { stores, limits, ulid, cursors: new Cursors(Buffer.alloc(32, 7)) }
  return { app, authenticate, stores, asked, port: { ...questions(world), ...records(world), ...tuples(world) } }
}

interface World {
  readonly stores: Map<string, MemoryStore>
  readonly limits: Partial<Limits>
  readonly cursors: Cursors
  ulid(): string
}

const may =
  (relation: string) =>
  ({ store }: { store: string }): Permit => ({ relation, object: `store:${store}` })
const storeOf = ({ store }: { store: string }) => store

function findStore({ stores }: World, id: string): MemoryStore {
  const store = stores.get(id)
  if (!store) throw new AppError('not_found', `store ID not found`, { detail: { what: 'store' } })
  return store
}

function findModel(world: World, { store: id, model }: { store: string; model?: string }): MemoryModel {
  const { models } = findStore(world, id)
  const found = model === undefined ? models.at(-1) : models.find((each) => each.id === model)
  if (found) return found
  if (model === undefined)
    throw new AppError('not_found', `no model in store \`${id}\``, { detail: { what: 'latest_model' } })
  throw new AppError('not_found', `model \`${model}\` not found`, { detail: { what: 'model' } })
}

function questions(
  world: World,
): Pick<
  OpenFgaPort,
  'check' | 'checkMany' | 'listObjects' | 'listSubjects' | 'relations' | 'expand' | 'streamObjects'
> {
  const given = ({ contextualTuples, context }: Pick<Situation, 'contextualTuples' | 'context'>) => ({
    at: 0,
    limits: world.limits,
    ...(contextualTuples ? { contextualTuples } : {}),
    ...(context ? { context } : {}),
  })
  const about = <const N extends string>(name: N) => ({
    name: `answer.${name}`,
    input: parsed,
    permit: may('can_ask'),
    store: storeOf,
  })
  const engine = (input: { store: string; model?: string }) => findModel(world, input).engine
  return {
    check: question({ ...about('check'), answer: (_, input) => engine(input).check(input.question, given(input)) }),
    checkMany: question({
      ...about('check_many'),
      answer: (_, input: Parameters<OpenFgaPort['checkMany']['answer']>[1]) =>
        input.checks.map((each) => engine(input).check(each.question, given(each))),
    }),
    listObjects: question({
      ...about('list_objects'),
      load: 'list',
      answer: (_, input) => engine(input).listObjects(input.question, given(input), input.paging),
    }),
    listSubjects: question({
      ...about('list_subjects'),
      load: 'list',
      answer: (_, input) => engine(input).listSubjects(input.question, given(input), input.paging),
    }),
    relations: question({
      ...about('relations'),
      answer: (_, input: { store: string; type: string }) => [
        ...(engine(input).model.types.get(input.type)?.relations.keys() ?? []),
      ],
    }),
    expand: question({ ...about('expand'), answer: (_, input) => engine(input).expand(input.question, given(input)) }),
    streamObjects: question({
      ...about('stream_objects'),
      load: 'list',
      answer: (_, input) => engine(input).streamObjects(input.question, given(input), 'json'),
    }),
  }
}

function records(
  world: World,
): Pick<
  OpenFgaPort,
  | 'createStore'
  | 'listStores'
  | 'getStore'
  | 'deleteStore'
  | 'writeModel'
  | 'getModel'
  | 'listModels'
  | 'readAssertions'
  | 'writeAssertions'
> {
  const { stores, ulid } = world
  const about = (name: string, relation: string) => ({ name, input: parsed, permit: may(relation), store: storeOf })
  const everywhere = { input: parsed, permit: (): Permit => ({ relation: 'can_manage', object: 'system:lockness' }) }
  return {
    createStore: command({
      ...everywhere,
      name: 'store.create',
      async run({ now }, { name }: { name: string }) {
        const store = {
          id: ulid(),
          name,
          createdAt: now,
          updatedAt: now,
          graph: Graph.build([]),
          models: [],
          tuples: new Map(),
          log: [],
        }
        stores.set(store.id, store)
        return store
      },
    }),
    listStores: question({
      ...everywhere,
      name: 'store.list',
      answer: (_, { name, ...paging }: ListInput & { name?: string }): Listed<StoreRecord> => {
        const all = [...stores.values()].filter((store) => name === undefined || store.name === name)
        return cut(world, 'stores', name, all, paging)
      },
    }),
    getStore: question({
      ...about('store.get', 'can_read'),
      answer: (_, { store }) => findStore(world, store) as StoreRecord,
    }),
    deleteStore: command({
      ...about('store.delete', 'can_manage'),
      async run(_, { store }): Promise<void> {
        findStore(world, store)
        stores.delete(store)
      },
    }),
    writeModel: job({
      ...about('model.write', 'can_manage'),
      async run(_, { store, definition }: Parameters<OpenFgaPort['writeModel']['run']>[1]) {
        const { models, graph } = findStore(world, store)
        const { conditions, diagnostics } = compileConditions(definition)
        const wrong = [...validateModel(definition).filter(({ severity }) => severity === 'error'), ...diagnostics]
        if (wrong[0]) throw new AppError('invalid_input', wrong[0].message, { detail: { reason: 'invalid_model' } })
        const compiled = compileModel(definition, conditions)
        const id = ulid()
        models.push({ id, model: definition, compiled, engine: createEngine(graph, compiled), assertions: [] })
        return id
      },
    }),
    getModel: question({
      ...about('model.get', 'can_read'),
      answer: (_, input) => findModel(world, input) as ModelRecord,
    }),
    listModels: question({
      ...about('model.list', 'can_read'),
      answer: (_, { store, ...paging }): Listed<ModelRecord> =>
        cut(world, 'models', store, findStore(world, store).models.toReversed(), paging),
    }),
    readAssertions: question({
      ...about('assertion.list', 'can_read'),
      answer: (_, input) => findModel(world, input).assertions,
    }),
    writeAssertions: command({
      ...about('assertion.write', 'can_manage'),
      async run(_, { assertions, ...input }): Promise<void> {
        findModel(world, input).assertions = assertions
      },
    }),
  }
}

function tuples(world: World): Pick<OpenFgaPort, 'write' | 'read' | 'changes'> {
  const about = (name: string, relation: string) => ({ name, input: parsed, permit: may(relation), store: storeOf })
  return {
    write: job({
      ...about('tuple.write', 'can_write'),
      run: async ({ now }, input: Parameters<OpenFgaPort['write']['run']>[1]) => applyWrite(world, input, now),
    }),
    read: question({
      ...about('tuple.list', 'can_read'),
      answer: (_, { store, filter, ...paging }: Parameters<OpenFgaPort['read']['answer']>[1]) => {
        const all = [...findStore(world, store).tuples.values()].filter(({ tuple: { object, relation, subject } }) => {
          if (!filter) return true
          const isObject = filter.object.endsWith(':') ? object.startsWith(filter.object) : object === filter.object
          return isObject && (filter.relation ?? relation) === relation && (filter.subject ?? subject) === subject
        })
        return cut(world, 'tuples', [store, filter], all, paging)
      },
    }),
    changes: question({
      ...about('tuple.changes', 'can_read'),
      answer: (_, { store, type, since, pageSize, cursor }: Parameters<OpenFgaPort['changes']['answer']>[1]) => {
        const after = cursor === undefined ? -1 : (world.cursors.open('changes', store, cursor)[0] as number)
        const wanted = [...findStore(world, store).log.entries()]
          .filter(([at, { tuple }]) => at > after && (!type || tuple.object.startsWith(`${type}:`)))
          .filter(([, { at }]) => !since || at >= since)
          .slice(0, pageSize)
        const last = wanted.at(-1)
        const items = wanted.map(([, change]) => change)
        return last ? { items, cursor: world.cursors.seal('changes', store, [last[0]]) } : { items }
      },
    }),
  }
}

function applyWrite(world: World, input: Parameters<OpenFgaPort['write']['run']>[1], now: Date): void {
  const { graph, tuples: stored, log } = findStore(world, input.store)
  const { compiled } = findModel(world, input)
  const change = { removed: [] as Tuple[], added: [] as Tuple[] }
  for (const tuple of input.removed) {
    const there = stored.get(tupleKey(tuple))
    if (there) change.removed.push(there.tuple)
    else if (!input.ignoreAbsent)
      throw new AppError('conflict', `tuple is not there: ${tupleKey(tuple)}`, { detail: { reason: 'tuple_absent' } })
  }
  for (const tuple of input.added) {
    const why = whyNotAllowed(compiled, tuple)
    if (why) throw new AppError('invalid_input', why, { detail: { reason: 'invalid_tuple' } })
    const there = stored.get(tupleKey(tuple))?.tuple
    if (!there) change.added.push(tuple)
    else if (!input.ignoreExisting)
      throw new AppError('conflict', `tuple exists: ${tupleKey(tuple)}`, { detail: { reason: 'tuple_exists' } })
    else if (JSON.stringify(there.condition) !== JSON.stringify(tuple.condition)) {
      throw new AppError('conflict', `tuple exists and is another: ${tupleKey(tuple)}`, {
        detail: { reason: 'tuple_differs' },
      })
    }
  }
  const result = graph.apply(change)
  if (!result.ok) throw new AppError('conflict', result.conflict.message)
  for (const tuple of change.removed) {
    stored.delete(tupleKey(tuple))
    log.push({ tuple, operation: 'delete', at: now })
  }
  for (const tuple of change.added) {
    stored.set(tupleKey(tuple), { tuple, at: now })
    log.push({ tuple, operation: 'write', at: now })
  }
}

function cut<T>(
  { cursors }: World,
  list: string,
  filter: unknown,
  all: readonly T[],
  { pageSize, cursor }: ListInput,
): Listed<T> {
  const from = cursor === undefined ? 0 : (cursors.open(list, filter ?? null, cursor)[0] as number)
  return cursors.page(list, filter ?? null, all.slice(from, from + pageSize + 1), pageSize, () => [from + pageSize])
}
