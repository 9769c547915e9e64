// A sample of the answers is asked for again, when there is nothing else to do, of the exact solver: it settles every
// state that the question touches from the leaves up, where the answer itself came from a search that stops at the first
// way it finds. Both read the same revision of the same graph; so what is compared is the evaluation, and a difference is
// an alert. The graph itself is held against the log by its chain.

import type { CheckQuestion, Engine, Given, Verdict } from '@lockness/authz'

export interface ShadowOptions {
  readonly report: (message: string) => void
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  /** One answer out of so many. */
  readonly sampleEvery?: number
}

export interface ShadowCounts {
  readonly compared: number
  /** Ever. */
  readonly different: number
  /** There was no time, or the revision was no longer held, or it took too much work. */
  readonly skipped: number
}

interface Sample {
  readonly storeId: string
  readonly modelId: string
  readonly engine: Engine
  readonly question: CheckQuestion
  readonly given: Given
  readonly verdict: Verdict
}

const SAMPLE_EVERY = 1_000
/** Samples hold on to their graphs. */
const SAMPLES_MAX = 50
const PAUSE_MS = 25
/** A timer that is later than this says that there is something else to do. */
const LATE_MS_MAX = 5
const DEADLINE_MS = 50

export class Shadow {
  private readonly options: ShadowOptions
  private readonly every: number
  private left: number
  private samples: Sample[] = []
  private timer: NodeJS.Timeout | undefined
  private compared = 0
  private different = 0
  private skipped = 0

  constructor(options: ShadowOptions) {
    this.options = options
    this.every = options.sampleEvery ?? SAMPLE_EVERY
    this.left = this.every
  }

  counts(): ShadowCounts {
    const { compared, different, skipped } = this
    return { compared, different, skipped }
  }

  /** The same engine, whose answers are sampled. */
  over(storeId: string, modelId: string, engine: Engine): Engine {
    const take = (question: CheckQuestion, given: Given, verdict: Verdict) =>
      this.take({ storeId, modelId, engine, question, given, verdict })
    return {
      ...engine,
      check: (question, given) => {
        const verdict = engine.check(question, given)
        if (--this.left <= 0) take(question, given, verdict)
        return verdict
      },
      checkPrepared: (prepared, given) => {
        const verdict = engine.checkPrepared(prepared, given)
        if (--this.left <= 0) take(prepared.question, given, verdict)
        return verdict
      },
      checkMany: (questions, given) => {
        const verdicts = engine.checkMany(questions, given)
        if ((this.left -= questions.length) <= 0) takeOne(questions, verdicts, -this.left, given, take)
        return verdicts
      },
      checkManyPrepared: (prepared, given) => {
        const verdicts = engine.checkManyPrepared(prepared, given)
        const questions = () => prepared.map(({ question }) => question)
        if ((this.left -= prepared.length) <= 0) takeOne(questions(), verdicts, -this.left, given, take)
        return verdicts
      },
    }
  }

  /** Everything that waits, now. */
  compareAll(): void {
    for (const sample of this.samples.splice(0)) this.compare(sample)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.samples = []
  }

  private take(sample: Sample): void {
    this.left = this.every
    if (this.samples.length === SAMPLES_MAX) {
      this.skipped++
      return
    }
    // The question was asked at this revision, and is asked again there.
    const revision = sample.given.revision ?? sample.engine.graph.revision
    this.samples.push({ ...sample, given: { ...sample.given, revision } })
    if (this.samples.length === 1) this.wait()
  }

  private wait(): void {
    const dueMs = this.options.nowMs() + PAUSE_MS
    this.timer = setTimeout(() => {
      if (this.options.nowMs() - dueMs <= LATE_MS_MAX) {
        const sample = this.samples.shift()
        if (sample) this.compare(sample)
      }
      if (this.samples.length > 0) this.wait()
    }, PAUSE_MS)
    this.timer.unref()
  }

  private compare({ storeId, modelId, engine, question, given, verdict }: Sample): void {
    const limits = { deadlineMs: DEADLINE_MS }
    const again = engine.explain(question, { ...given, limits, clock: this.options.nowMs })
    const exact: Verdict = again.ok ? again.value.verdict : { answer: 'error', error: again.error }
    if (isOfEffort(verdict) || isOfEffort(exact)) {
      this.skipped++
      return
    }
    this.compared++
    if (wordOf(verdict) === wordOf(exact)) return
    this.different++
    const asked = { store: storeId, model: modelId, revision: given.revision, at: given.at, ...question }
    // Values that the caller brought along may be anybody's: their names say enough to ask again.
    const brought = {
      context: Object.keys(given.context ?? {}),
      contextualTuples: given.contextualTuples?.length ?? 0,
    }
    const differing = { answered: wordOf(verdict), exact: wordOf(exact), ...asked, ...brought }
    this.options.report(`an answer differs from the exact one: \`${JSON.stringify(differing)}\``)
  }
}

function takeOne(
  questions: readonly CheckQuestion[],
  verdicts: readonly Verdict[],
  place: number,
  given: Given,
  take: (question: CheckQuestion, given: Given, verdict: Verdict) => void,
): void {
  const at = place % questions.length
  const [question, verdict] = [questions[at], verdicts[at]]
  if (question && verdict) take(question, given, verdict)
}

/** How much work an answer takes is not the same in both ways. */
function isOfEffort(verdict: Verdict): boolean {
  return (
    verdict.answer === 'error' &&
    (verdict.error.code === 'limit_exceeded' || verdict.error.code === 'revision_unavailable')
  )
}

function wordOf(verdict: Verdict): string {
  return verdict.answer
}
