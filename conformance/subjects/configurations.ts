// Every way in which the engine can come to hold a world. Whatever the way, the answers must be those of the reference.

import type { Change, Engine, Graph } from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'
import { historyOf, wander } from '../generate/history.ts'
import type { AttachedThread } from './attached-subject.ts'
import { bringing, splitContextual } from './contextual-subject.ts'
import { batched, engineSubject, paged, prepared, streamed } from './engine-subject.ts'
import type { Parts } from './parts.ts'
import type { Configuration, Subject, World } from './subject.ts'

const PAGE_SIZES = [1, 2, 7, 100]

/** The plainest one: a graph built from the tuples. */
export function coldConfiguration(parts: Parts): Configuration {
  return {
    name: 'cold',
    open: (world) => engineSubject(openEngine(parts, parts.authz.Graph.build(world.tuples), world)),
  }
}

export function configurationsOf(parts: Parts): Configuration[] {
  const onBuilt = (name: string, wrap: (engine: Engine, chance: Chance) => Subject): Configuration => ({
    name,
    open: (world, chance) => wrap(openEngine(parts, parts.authz.Graph.build(world.tuples), world), chance),
  })
  const onGraph = (name: string, graphOf: (world: World, chance: Chance) => Graph): Configuration => ({
    name,
    open: (world, chance) => engineSubject(openEngine(parts, graphOf(world, chance), world)),
  })
  return [
    coldConfiguration(parts),
    onGraph('changed', (world, chance) => changedGraph(parts, world, chance, false)),
    onGraph('merged', (world, chance) => changedGraph(parts, world, chance, true)),
    onGraph('image', (world, chance) => reloaded(parts, changedGraph(parts, world, chance, true))),
    { name: 'past', open: (world, chance) => pastSubject(parts, world, chance) },
    { name: 'contextual', open: (world, chance) => contextualSubject(parts, world, chance) },
    { ...onBuilt('batch', batched), reachesFurther: true },
    ...PAGE_SIZES.map((size) => onBuilt(`pages of ${size}`, (engine) => paged(engine, size))),
    onBuilt('streamed and explained', (engine) => streamed(engine)),
    { ...onBuilt('prepared', (engine) => prepared(engine)), reachesFurther: true },
  ]
}

export function openEngine({ authz, language }: Parts, graph: Graph, { model }: World): Engine {
  const { conditions, diagnostics } = language.compileConditions(model)
  if (diagnostics.length > 0)
    throw new Error(`conditions of a generated model are wrong: ${JSON.stringify(diagnostics)}`)
  return authz.createEngine(graph, authz.compileModel(model, conditions))
}

/** In another thread, on a graph that has a past. */
export function attachedConfiguration(parts: Parts, thread: AttachedThread): Configuration {
  return {
    name: 'attached',
    open: (world, chance) => thread.open(changedGraph(parts, world, chance, chance.happens(0.5)), world),
  }
}

/** An engine is open, and asks, from the first change on: nothing that it learns on the way may outlive the change. */
function reloaded(parts: Parts, graph: Graph): Graph {
  const opened = parts.authz.Graph.open(graph.image())
  if (!opened.ok) throw new Error(opened.reason)
  return opened.value
}

function applyChange(graph: Graph, change: Change): void {
  const applied = graph.apply(change)
  if (!applied.ok) throw new Error(JSON.stringify(applied))
}

function changedGraph(parts: Parts, world: World, chance: Chance, merges: boolean): Graph {
  const { start, changes } = historyOf(world.tuples, chance)
  const graph = parts.authz.Graph.build(start)
  const bystander = engineSubject(openEngine(parts, graph, world))
  let merging: Generator<undefined, void> | undefined
  for (const change of changes) {
    applyChange(graph, change)
    if (merging?.next().done) merging = undefined
    const tuple = world.tuples.length > 0 ? chance.pick(world.tuples) : undefined
    if (tuple) bystander.check(tuple, { at: 0 })
    // A merge may be whole between two changes, or begun before one and ended after another.
    if (!merges || merging || !chance.happens(0.3)) continue
    if (chance.happens(0.5)) graph.merge()
    else merging = graph.mergeSteps()
  }
  while (merging && !merging.next().done);
  return graph
}

/** The graph has gone on; the questions are about the revision at which it held the world. */
function pastSubject(parts: Parts, world: World, chance: Chance): Subject {
  const graph = changedGraph(parts, world, chance, chance.happens(0.5))
  const { revision } = graph
  for (const change of wander(world.tuples, chance, 3)) applyChange(graph, change)
  return engineSubject(openEngine(parts, graph, world), revision)
}

function contextualSubject(parts: Parts, world: World, chance: Chance): Subject {
  const { stored, brought } = splitContextual(world, chance)
  const graph = parts.authz.Graph.build(stored)
  return bringing(engineSubject(openEngine(parts, graph, world)), brought)
}
