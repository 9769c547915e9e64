// The engine as a subject, and the ways of asking it that must all come to the same: each is a wrapper that asks the
// same questions differently.

import type { Answer, CheckQuestion, Engine, Given, Page, Paging, Verdict } from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'
import type { Subject } from './subject.ts'

/** A defect that no comparison of replies can show, such as a page that differs from the same part of the list. */
export class Defect extends Error {}

export function engineSubject(engine: Engine, revision?: number): Subject {
  const at = (given: Given): Given => (revision === undefined ? given : { ...given, revision })
  return {
    check: (question, given) => engine.check(question, at(given)),
    checkMany: (questions, given) => engine.checkMany(questions, at(given)),
    listObjects: (question, given) => itemsOf(engine.listObjects(question, at(given))),
    listSubjects: (question, given) => itemsOf(engine.listSubjects(question, at(given))),
    listRelations: (question, given) => engine.listRelations(question, at(given)),
    expand: (question, given) => engine.expand(question, at(given)),
  }
}

/** Every check is one of a batch, among others that share its subject or its object, and twice in it. */
export function batched(engine: Engine, chance: Chance): Subject {
  const alone = engineSubject(engine)
  const asked: CheckQuestion[] = []
  return {
    ...alone,
    check(question, given) {
      asked.push(question)
      const neighbours = Array.from({ length: 3 }, () => chance.pick(asked))
      const mixed = neighbours.map(({ subject }) => ({ ...question, subject }))
      const batch = chance.shuffle([question, ...neighbours, ...mixed, question])
      const verdicts = engine.checkMany(batch, given)
      if (verdicts.length !== batch.length) throw new Defect(`${batch.length} questions, ${verdicts.length} verdicts`)
      const own = verdicts.filter((_, index) => batch[index] === question)
      if (own.some((verdict) => verdict.answer !== own[0]!.answer))
        throw new Defect('one question, two verdicts in one batch')
      return own[0]!
    },
  }
}

/** The pages of a list, put together: they must be the list, in its order, and none longer than asked for. */
export function paged(engine: Engine, pageSize: number): Subject {
  const read = (whole: Answer<Page>, page: (paging: Paging) => Answer<Page>): Answer<readonly string[]> => {
    const pages = readPages(page, pageSize)
    if (whole.ok && pages.ok && whole.value.items.join('\n') !== pages.value.join('\n')) {
      throw new Defect(
        `the pages of ${pageSize} are ${JSON.stringify(pages.value)}, the list is ${JSON.stringify(whole.value.items)}`,
      )
    }
    return pages
  }
  return {
    ...engineSubject(engine),
    listObjects: (question, given) =>
      read(engine.listObjects(question, given), (paging) => engine.listObjects(question, given, paging)),
    listSubjects: (question, given) =>
      read(engine.listSubjects(question, given), (paging) => engine.listSubjects(question, given, paging)),
  }
}

/** Lists of objects as the lines of a stream; checks by what explains them; names looked up beforehand. */
export function streamed(engine: Engine): Subject {
  return {
    ...engineSubject(engine),
    check: (question, given) => explainedVerdict(engine, question, given),
    listObjects(question, given) {
      const stream = engine.streamObjects(question, given)
      const decoder = new TextDecoder()
      let text = ''
      for (;;) {
        const chunk = stream.next()
        if (!chunk.done) {
          text += decoder.decode(chunk.value, { stream: true })
          continue
        }
        const items = text.split('\n').slice(0, -1)
        if (!chunk.value.ok) return chunk.value
        if (items.length !== chunk.value.value.count)
          throw new Defect(`${items.length} lines, count ${chunk.value.value.count}`)
        return { ok: true, value: items }
      }
    },
  }
}

/** Questions whose names were looked up before, alone and as a batch. */
export function prepared(engine: Engine): Subject {
  const verdictOf = (question: CheckQuestion, given: Given): Verdict => {
    const known = engine.prepare(question)
    // Of two mistakes in one question it is the other one that is told when all is looked up at once.
    if (!known.ok) return engine.check(question, given)
    const verdict = engine.checkPrepared(known.value, given)
    const [again] = engine.checkManyPrepared([known.value, known.value], given)
    const isBound = verdict.answer === 'error' && verdict.error.code === 'limit_exceeded'
    if (!isBound && again?.answer !== verdict.answer) throw new Defect('a prepared check differs from a prepared batch')
    return verdict
  }
  return {
    ...engineSubject(engine),
    check: verdictOf,
    checkMany: (questions, given) => questions.map((question) => verdictOf(question, given)),
  }
}

function explainedVerdict(engine: Engine, question: CheckQuestion, given: Given): Verdict {
  const explained = engine.explain(question, given)
  return explained.ok ? explained.value.verdict : { answer: 'error', error: explained.error }
}

function readPages(page: (paging: Paging) => Answer<Page>, pageSize: number): Answer<readonly string[]> {
  const items: string[] = []
  for (let paging: Paging = { pageSize }; ; ) {
    const next = page(paging)
    if (!next.ok) return next
    const { cursor } = next.value
    if (next.value.items.length > pageSize)
      throw new Defect(`${next.value.items.length} items on a page of ${pageSize}`)
    if (cursor !== undefined && next.value.items.length < pageSize)
      throw new Defect('a page that is neither full nor the last')
    items.push(...next.value.items)
    if (cursor === undefined) return { ok: true, value: items }
    paging = { pageSize, cursor }
  }
}

function itemsOf(answer: Answer<Page>): Answer<readonly string[]> {
  return answer.ok ? { ok: true, value: answer.value.items } : answer
}
