// What a change is said to alter is what it alters: every decision of everybody on everything is asked before and after it,
// and compared with what the engine found by following the change.

import { type AlteredDecision, type Change, type CheckQuestion, parseSubject, tupleKey } from '@lockness/authz'
import { wander } from '../generate/history.ts'
import { openEngine } from '../subjects/configurations.ts'
import type { Lab } from './laws.ts'

/** Of ids that no tuple names: they are decided as everybody is. */
const STRANGER = 'nobody at all'

/** What breaks the law, or an empty text; undefined when the world has nothing that could change. */
export function alteredIsAll(lab: Lab): string | undefined {
  const { world, asked } = lab.case
  const { authz } = lab.parts
  const change = someChange(lab)
  const given = asked[0]?.given
  if (!change || !given) return undefined
  const { contextualTuples: _, ...plain } = given
  const before = openEngine(lab.parts, authz.Graph.build(world.tuples), world)
  const told = new Map<string, AlteredDecision>()
  const work = authz.findAltered(
    before.graph,
    before.model,
    { change, onAltered: (each) => told.set(nameOf(each), each) },
    plain,
  )
  let step = work.next()
  while (!step.done) step = work.next()
  if ('conflict' in step.value) return `the change was refused: ${step.value.conflict.message}`
  if (step.value.limit !== undefined) return `it ended at ${step.value.limit}`
  const removed = new Set(change.removed.map(tupleKey))
  const tuples = [...world.tuples.filter((each) => !removed.has(tupleKey(each))), ...change.added]
  const after = openEngine(lab.parts, authz.Graph.build(tuples), world)
  const questions = allChecks(lab, tuples)
  const [was, is] = [before.checkMany(questions, plain), after.checkMany(questions, plain)]
  for (const [index, question] of questions.entries()) {
    const [a, b] = [was[index]!.answer, is[index]!.answer]
    const own = told.get(nameOf(question))
    const everybody = told.get(nameOf({ ...question, subject: `${parseSubject(question.subject)!.type}:*` }))
    // Who is not told of did not change, or is one of those who are decided as everybody; a stranger always is.
    const isStranger = question.subject.endsWith(`:${STRANGER}`)
    const said = own ?? (a !== b || isStranger ? everybody : undefined)
    const heard = said ? `${said.before}, ${said.after}` : `${a}, ${a}`
    if (heard !== `${a}, ${b}`)
      return `${JSON.stringify(change)}: ${JSON.stringify(question)} was ${a} and is ${b}, and it was told ${heard}`
  }
  return ''
}

function someChange({ case: { world }, chance }: Lab): Change | undefined {
  const [first] = wander(world.tuples, chance, 1)
  if (!first) return undefined
  const [one] = chance.happens(0.6) ? [...first.removed.map(asRemoved), ...first.added.map(asAdded)] : []
  // Mostly a single tuple: what two do together can hide what one of them does.
  const isWhole = one && !first.added.some((each) => first.removed.some((other) => tupleKey(other) === tupleKey(each)))
  return isWhole ? one : first
}

const asRemoved = (tuple: Change['removed'][number]): Change => ({ removed: [tuple], added: [] })
const asAdded = (tuple: Change['added'][number]): Change => ({ removed: [], added: [tuple] })

function nameOf({ subject, relation, object }: CheckQuestion): string {
  return JSON.stringify([subject, relation, object])
}

function allChecks({ case: { world } }: Lab, tuples: readonly Change['added'][number][]): CheckQuestion[] {
  const all = [...world.tuples, ...tuples]
  const objects = new Set(all.flatMap(({ object, subject }) => [object, subject.split('#')[0]!]))
  const concrete = [...objects].filter((each) => !each.endsWith(':*'))
  const types = world.model.type_definitions.map(({ type }) => type)
  const known = new Set(types)
  const subjects = [...concrete, ...types.flatMap((type) => [`${type}:*`, `${type}:${STRANGER}`])].filter((each) =>
    known.has(parseSubject(each)!.type),
  )
  return concrete.flatMap((object) => {
    const definition = world.model.type_definitions.find(({ type }) => object.startsWith(`${type}:`))
    return Object.keys(definition?.relations ?? {}).flatMap((relation) =>
      subjects.map((subject) => ({ subject, relation, object })),
    )
  })
}
