'use client'
// The answer in one sentence, with the words of the catalog, and at what it was computed.

import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Duration } from '#ui/duration.tsx'
import { Time } from '#ui/time.tsx'
import { VerdictBand, type VerdictKind } from '#ui/verdict.tsx'
import type { ComputedAt, VerdictAnswer } from './answer.ts'
import { NameInText } from './name-in-text.tsx'
import { type Question, typeOf } from './question.ts'
import { richText } from './rich-text.tsx'
import { useWords } from './words-context.tsx'

export function verdictKind({ allowed }: Pick<VerdictAnswer, 'allowed'>): VerdictKind {
  return allowed === undefined ? 'unknown' : allowed ? 'allowed' : 'denied'
}

export interface VerdictHeadProps {
  readonly question: Question
  readonly answer: VerdictAnswer
  readonly actions?: ReactNode
}

export function VerdictHead({ question, answer, actions }: VerdictHeadProps) {
  const t = useMessages('explorer')
  const kind = verdictKind(answer)
  return (
    <VerdictBand
      kind={kind}
      label={t(LABELS[kind])}
      sentence={<VerdictSentence question={question} kind={kind} />}
      facts={<ComputedFacts computed={answer.computed} tookMs={answer.tookMs} question={question} />}
      actions={actions}
    />
  )
}

const LABELS = { allowed: 'allowed', denied: 'denied', unknown: 'unknown' } as const satisfies Record<
  VerdictKind,
  string
>

/** Permissions are done, roles are held: they are said differently. */
const SENTENCES = {
  may: { allowed: 'sentenceMay', denied: 'sentenceMayNot', unknown: 'sentenceMayUnknown' },
  is: { allowed: 'sentenceIs', denied: 'sentenceIsNot', unknown: 'sentenceIsUnknown' },
} as const satisfies Record<string, Record<VerdictKind, string>>

function VerdictSentence({ question, kind }: { readonly question: Question; readonly kind: VerdictKind }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { subject, permission, object } = question
  const type = typeOf(object)
  const word = words.relation(type, permission)
  const key = SENTENCES[word?.kind === 'permission' || permission.startsWith('can_') ? 'may' : 'is'][kind]
  const sentence = richText((values) => t(key, values), {
    subject: <NameInText name={subject} />,
    permission: <b className="font-semibold">{words.titleOf(type, permission)}</b>,
    object: <NameInText name={object} />,
    type: words.singularOf(type),
  })
  return (
    <>
      {sentence}
      {word?.sentence && <span className="block text-muted text-sm">{word.sentence}</span>}
    </>
  )
}

export interface ComputedFactsProps {
  readonly computed: ComputedAt
  readonly tookMs: number
  readonly question: Pick<Question, 'at' | 'model' | 'facts'>
}

export function ComputedFacts({ computed, tookMs, question }: ComputedFactsProps) {
  const t = useMessages('explorer')
  return (
    <>
      <span>{t('atRevision', { revision: String(computed.revision) })}</span>
      <span className="inline-flex min-w-0 gap-1">
        {question.model === undefined ? t('model') : t('modelChosen')}
        <code className="truncate font-mono">{computed.model}</code>
      </span>
      <span className="inline-flex gap-1">
        {question.at ? t('judgedAt') : t('askedAt')}
        <Time at={computed.at} style="exact" />
      </span>
      <span className="inline-flex gap-1" title={t('tookHint')}>
        {t('took')} <Duration ms={tookMs} />
      </span>
      {question.facts.length > 0 && <span>{t('withFacts', { count: question.facts.length })}</span>}
    </>
  )
}
