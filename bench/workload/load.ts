// From a workload to an engine that answers its questions.

import { type CompiledModel, compileModel, createEngine, type Engine, Graph, type Tuple } from '@lockness/authz'
import { compileConditions, parseModel } from '@lockness/language'
import { tuplesOf, type World } from './world.ts'

export function modelOf(dsl: string): CompiledModel {
  const { model, diagnostics } = parseModel(dsl)
  const { conditions, diagnostics: ofConditions } = compileConditions(model)
  const problem = diagnostics[0] ?? ofConditions[0]
  if (problem) throw new Error(`the model of a workload is wrong: ${problem.message}`)
  return compileModel(model, conditions)
}

export function engineOf(dsl: string, tuples: Iterable<Tuple>): Engine {
  return createEngine(Graph.build(tuples), modelOf(dsl))
}

export function loadWorld(world: World): Engine {
  return createEngine(buildGraph(world), modelOf(world.dsl))
}

export function buildGraph(world: World): Graph {
  return Graph.build(tuplesOf(world))
}
