// The reference: what every answer of the engine must equal. It is bottom-up, over all relations of all objects, with
// no index, no cache, no early exit and no bounds: slow, and small enough to be checked by eye. Lists are what they are
// defined as: check, asked for every candidate. Their order is the graph's own business, so they are compared as sets.

import {
  type Answer,
  type AuthorizationModel,
  type CheckQuestion,
  type ExpandNode,
  type ExpandQuestion,
  formatSubject,
  type Given,
  type ListObjectsQuestion,
  type ListRelationsQuestion,
  type ListSubjectsQuestion,
  NO,
  parseObject,
  parseSubject,
  type QuestionErrorCode,
  type Tuple,
  tupleKey,
  type Verdict,
  YES,
} from '@lockness/authz'
import { judge, type Trouble } from './condition.ts'
import { type Equations, type Facts, hasRelation, isAllowed, relationsOf, writeEquations } from './equations.ts'
import { expandRewrite } from './expand.ts'
import { Solution } from './fixpoint.ts'

export class Reference {
  private readonly model: AuthorizationModel
  private readonly stored: readonly Tuple[]

  constructor(model: AuthorizationModel, stored: Iterable<Tuple>) {
    this.model = model
    this.stored = [...stored]
  }

  check(question: CheckQuestion, given: Given): Verdict {
    const problem = this.problemOfFacts(given) ?? this.problemOfCheck(question)
    if (problem) return failure(problem)
    return this.world(given, [question.object, question.subject]).check(question)
  }

  checkMany(questions: readonly CheckQuestion[], given: Given): Verdict[] {
    return questions.map((question) => this.check(question, given))
  }

  listObjects({ subject, relation, type }: ListObjectsQuestion, given: Given): Answer<readonly string[]> {
    const problem =
      this.problemOfFacts(given) ?? this.problemOfRelation(type, relation) ?? this.problemOfSubject(subject)
    if (problem) return failed(problem)
    const world = this.world(given, [subject])
    const candidates = [...world.mentioned].filter((object) => parseObject(object)!.type === type)
    return keepYes(candidates, (object) => world.check({ subject, relation, object }))
  }

  listSubjects({ object, relation, filter }: ListSubjectsQuestion, given: Given): Answer<readonly string[]> {
    const problem = this.problemOfFacts(given) ?? this.problemOfObject(object, relation) ?? this.problemOfFilter(filter)
    if (problem) return failed(problem)
    const world = this.world(given, [object])
    const ofType = [...world.mentioned].filter((each) => parseObject(each)!.type === filter.type)
    const everybody = `${filter.type}:*`
    const own = parseObject(object)!.type === filter.type ? [object] : []
    const candidates =
      filter.relation === undefined
        ? [everybody, ...ofType]
        : [...new Set([...ofType, ...own])].map((each) => `${each}#${filter.relation}`)
    const verdictOf = (subject: string) => world.checkWithoutDoubt({ subject, relation, object })
    const allowed = keepYes(candidates, verdictOf)
    if (!allowed.ok || !allowed.value.includes(everybody)) return allowed
    // Where everybody is allowed, only those are listed beside them who are allowed by name too.
    const listed = allowed.value.filter(
      (subject) => subject === everybody || world.isNamed({ subject, relation, object }),
    )
    return { ok: true, value: listed }
  }

  listRelations({ subject, object, relations }: ListRelationsQuestion, given: Given): Answer<readonly string[]> {
    const type = parseObject(object)?.type ?? ''
    const asked = relations ?? relationsOf(this.model, type).map(([name]) => name)
    const problems = asked.map((relation) => this.problemOfObject(object, relation))
    const problem =
      this.problemOfFacts(given) ??
      this.problemOfObject(object) ??
      problems.find(Boolean) ??
      this.problemOfSubject(subject)
    if (problem) return failed(problem)
    const world = this.world(given, [object, subject])
    return keepYes(asked, (relation) => world.check({ subject, relation, object }))
  }

  expand({ object, relation }: ExpandQuestion, given: Given): Answer<ExpandNode> {
    const problem = this.problemOfFacts(given) ?? this.problemOfObject(object, relation)
    if (problem) return failed(problem)
    const { facts } = this.world(given, [object])
    const [, rewrite] = relationsOf(this.model, parseObject(object)!.type).find(([name]) => name === relation)!
    return { ok: true, value: expandRewrite(facts, object, relation, rewrite) }
  }

  /** What is shown for a question that can be asked, for those who compare more than the verdict. */
  inside({ subject, object }: CheckQuestion, given: Given): { readonly facts: Facts; readonly solution: Solution } {
    const world = this.world(given, [object, subject])
    return { facts: world.facts, solution: world.solutionFor(subject) }
  }

  private world(given: Given, named: readonly string[]): World {
    return new World(this.model, this.stored, given, named)
  }

  private problemOfCheck({ subject, relation, object }: CheckQuestion): QuestionErrorCode | undefined {
    return this.problemOfObject(object, relation) ?? this.problemOfSubject(subject)
  }

  private problemOfObject(object: string, relation?: string): QuestionErrorCode | undefined {
    const parsed = parseObject(object)
    if (!parsed || parsed.id === '*' || parsed.id.includes('#')) return 'invalid_object'
    return this.problemOfRelation(parsed.type, relation)
  }

  private problemOfRelation(type: string, relation?: string): QuestionErrorCode | undefined {
    if (!this.model.type_definitions.some((each) => each.type === type)) return 'unknown_type'
    if (relation !== undefined && !hasRelation(this.model, type, relation)) return 'unknown_relation'
    return undefined
  }

  private problemOfFilter({ type, relation }: ListSubjectsQuestion['filter']): QuestionErrorCode | undefined {
    return this.problemOfRelation(type, relation)
  }

  private problemOfSubject(subject: string): QuestionErrorCode | undefined {
    const parsed = parseSubject(subject)
    if (!parsed || (parsed.id === '*' && parsed.relation !== '')) return 'invalid_subject'
    const problem = this.problemOfRelation(parsed.type, parsed.relation === '' ? undefined : parsed.relation)
    return problem && 'invalid_subject'
  }

  private problemOfFacts({ contextualTuples = [] }: Given): QuestionErrorCode | undefined {
    const isWrong = (tuple: Tuple) => this.problemOfCheck(tuple) !== undefined || !isAllowed(this.model, tuple)
    return contextualTuples.some(isWrong) ? 'invalid_contextual_tuple' : undefined
  }
}

/** All that holds for one question: the stored tuples and the question's own, its instant and its context. */
class World {
  /** Objects that occur in a tuple, on either side. */
  readonly mentioned: ReadonlySet<string>
  readonly facts: Facts
  private readonly equations: Equations
  private readonly solutions = new Map<string, Solution>()

  constructor(model: AuthorizationModel, stored: readonly Tuple[], given: Given, named: readonly string[]) {
    const tuples = new Map([...stored, ...(given.contextualTuples ?? [])].map((tuple) => [tupleKey(tuple), tuple]))
    this.mentioned = new Set([...tuples.values()].flatMap(({ object, subject }) => [object, ...objectOf(subject)]))
    this.facts = {
      model,
      tuples: [...tuples.values()].filter(({ expiresAt }) => expiresAt === undefined || expiresAt > given.at),
      judge: ({ condition }: Tuple) => judge(model.conditions![condition!.name]!, condition!, given.context),
    }
    this.equations = writeEquations(this.facts, new Set([...this.mentioned, ...named.flatMap(objectOf)]))
  }

  check({ subject, relation, object }: CheckQuestion): Verdict {
    const solution = this.solutionFor(subject)
    const name = `${object}#${relation}`
    const verdict = solution.verdict(name)
    if (verdict === 'error') return errorOf(solution.troubles(name))
    return verdict === 'yes' ? YES : NO
  }

  /** A list of subjects is read off the object's side, where an error is met also beside a yes. */
  checkWithoutDoubt(question: CheckQuestion): Verdict {
    const solution = this.solutionFor(question.subject)
    const name = `${question.object}#${question.relation}`
    return solution.isDoubtful(name) ? errorOf(solution.troubles(name, true)) : this.check(question)
  }

  isNamed({ subject, relation, object }: CheckQuestion): boolean {
    return this.solutionFor(subject).isNamed(`${object}#${relation}`)
  }

  solutionFor(subject: string): Solution {
    const solution = this.solutions.get(subject) ?? new Solution(this.equations, subject)
    this.solutions.set(subject, solution)
    return solution
  }
}

/** Those whose verdict is yes; an error of any candidate is an error of the list. */
function keepYes(candidates: readonly string[], verdictOf: (candidate: string) => Verdict): Answer<readonly string[]> {
  const verdicts = candidates.map(verdictOf)
  const error = verdicts.find((verdict) => verdict.answer === 'error')
  if (error) return { ok: false, error: error.error }
  return { ok: true, value: candidates.filter((_, index) => verdicts[index]!.answer === 'yes') }
}

function errorOf(troubles: Iterable<Trouble>): Verdict {
  const missing = [...new Set([...troubles].flatMap((trouble) => trouble.missing))].sort()
  if (missing.length === 0) return failure('condition_failed')
  return { answer: 'error', error: { code: 'missing_context', message: 'context is missing', missing } }
}

function objectOf(subject: string): string[] {
  const parsed = parseSubject(subject)
  return parsed && parsed.id !== '*' ? [formatSubject({ ...parsed, relation: '' })] : []
}

function failure(code: QuestionErrorCode): Verdict {
  return { answer: 'error', error: { code, message: code } }
}

function failed(code: QuestionErrorCode): {
  readonly ok: false
  readonly error: { code: QuestionErrorCode; message: string }
} {
  return { ok: false, error: { code, message: code } }
}
