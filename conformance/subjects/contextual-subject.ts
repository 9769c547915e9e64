import { type Given, type Tuple, tupleKey } from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'
import { isAllowed } from '../reference/equations.ts'
import type { Subject, World } from './subject.ts'

/** Some of a world's tuples are not stored: every question brings them along. Those the model forbids must be stored. */
export function splitContextual({ model, tuples }: World, chance: Chance): { stored: Tuple[]; brought: Tuple[] } {
  const share = chance.pick([0.3, 0.6, 1])
  const brought = new Set(tuples.filter((tuple) => isAllowed(model, tuple) && chance.happens(share)).slice(0, 60))
  return { stored: tuples.filter((tuple) => !brought.has(tuple)), brought: [...brought] }
}

/** The question's own facts go before those brought for the world, as they would before stored ones. */
export function bringing(subject: Subject, brought: readonly Tuple[]): Subject {
  const within = (given: Given): Given => {
    const own = given.contextualTuples ?? []
    const keys = new Set(own.map(tupleKey))
    return { ...given, contextualTuples: [...brought.filter((tuple) => !keys.has(tupleKey(tuple))), ...own] }
  }
  return {
    check: (question, given) => subject.check(question, within(given)),
    checkMany: (questions, given) => subject.checkMany(questions, within(given)),
    listObjects: (question, given) => subject.listObjects(question, within(given)),
    listSubjects: (question, given) => subject.listSubjects(question, within(given)),
    listRelations: (question, given) => subject.listRelations(question, within(given)),
    expand: (question, given) => subject.expand(question, within(given)),
  }
}
