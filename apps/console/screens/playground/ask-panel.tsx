'use client'
// A question about the scratch, and why the answer is what it is. It is asked anew whenever the texts change.

import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useIndex } from '#screens/models/workbench/use-guide.ts'
import type { Workspace } from '#screens/models/workspace/workspace.ts'
import { Badge } from '#ui/badge.tsx'
import { Banner } from '#ui/banner.tsx'
import { Combobox } from '#ui/combobox.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Field } from '#ui/field.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { Tree } from '#ui/tree.tsx'
import { VerdictBand, VerdictMark } from '#ui/verdict.tsx'
import type { AskOutcome, ScratchAnswer } from './ask.ts'
import { openAtFirst, type ShownStep, treeOfSteps } from './proof-steps.ts'
import type { Question } from './scratch.ts'
import { useAnswer } from './use-answer.ts'

export interface AskPanelProps {
  readonly workspace: Workspace
  readonly question: Question
  readonly onChange: (question: Question) => void
}

const BROKEN_SHOWN_MAX = 5
const NONE: readonly string[] = []

export function AskPanel({ workspace, question, onChange }: AskPanelProps) {
  const t = useMessages('playground')
  const reply = useAnswer(workspace, question)
  const index = useIndex(workspace.files)
  const relations = index().relationsOf(question.object.slice(0, Math.max(0, question.object.indexOf(':'))))
  const set = (part: keyof Question) => (value: string) => onChange({ ...question, [part]: value })
  return (
    <div className="grid gap-5">
      <p className="text-muted text-sm">{t('questionText')}</p>
      <div className="grid content-start gap-4 sm:grid-cols-2">
        <NameField
          label={t('subject')}
          value={question.subject}
          names={reply?.names?.subjects ?? NONE}
          onChange={set('subject')}
        />
        <NameField label={t('relation')} value={question.relation} names={relations} onChange={set('relation')} />
        <NameField
          label={t('object')}
          value={question.object}
          names={reply?.names?.objects ?? NONE}
          onChange={set('object')}
        />
        <Field label={t('context')} hint={t('contextHint')} isOptional>
          <TextInput
            value={question.context}
            isMono
            spellCheck={false}
            autoComplete="off"
            placeholder={'{"amount": 400}'}
            onChange={(event) => set('context')(event.currentTarget.value)}
          />
        </Field>
      </div>
      <div className="min-w-0" aria-live="polite">
        {!reply && <LoadingState isSmall label={t('asking')} lines={3} />}
        {reply?.outcome && <Outcome outcome={reply.outcome} question={reply.question} />}
        {reply && !reply.outcome && <EmptyState isSmall title={t('askSomething')} />}
      </div>
    </div>
  )
}

interface NameFieldProps {
  readonly label: string
  readonly value: string
  readonly names: readonly string[]
  readonly onChange: (value: string) => void
}

function NameField({ label, value, names, onChange }: NameFieldProps) {
  const options = useMemo(() => names.map((name): ComboboxOption => ({ value: name, label: name })), [names])
  return (
    <Field label={label}>
      <Combobox
        isMono
        allowsOthers
        options={options}
        value={value === '' ? undefined : { value, label: value }}
        onChange={(option) => onChange(option?.value ?? '')}
      />
    </Field>
  )
}

function Outcome({ outcome, question }: { readonly outcome: AskOutcome; readonly question: Question }) {
  const t = useMessages('playground')
  if (outcome.kind === 'broken') {
    const [first, ...more] = outcome.problems
    return (
      <Banner tone="cond" title={t('cannotAsk')}>
        <ul className="grid gap-1">
          {[first, ...more.slice(0, BROKEN_SHOWN_MAX - 1)].map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Banner>
    )
  }
  return (
    <div className="grid gap-4">
      <VerdictBand
        kind={outcome.kind}
        label={t(outcome.kind)}
        sentence={outcome.problem ?? t(`${outcome.kind}Text`, { ...question })}
        facts={t('answerFacts', { tuples: outcome.tuples, ms: outcome.tookMs < 1 ? '<1' : Math.round(outcome.tookMs) })}
      />
      <Proof answer={outcome} />
      {!outcome.isComplete && <p className="text-muted text-sm">{t('proofCut')}</p>}
    </div>
  )
}

function Proof({ answer }: { readonly answer: ScratchAnswer }) {
  const t = useMessages('playground')
  const nodes = useMemo(() => treeOfSteps(answer.steps), [answer.steps])
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(openAtFirst(nodes)))
  const [shown, setShown] = useState(nodes)
  if (shown !== nodes) {
    setShown(nodes)
    setExpanded(new Set(openAtFirst(nodes)))
  }
  if (nodes.length === 0) return null
  return (
    <Tree
      label={t('why')}
      nodes={nodes}
      expanded={expanded}
      onExpandedChange={setExpanded}
      textOf={({ step }) => titleOf(step)}
      renderNode={(value) => <Step value={value} />}
    />
  )
}

const RESULTS = { yes: 'allowed', no: 'denied', error: 'unknown', cycle: 'denied' } as const
const RULES = { 'all of': 'allOf', 'but not': 'butNot', operand: 'operand' } as const

function Step({ value: { step, isRepeated } }: { readonly value: ShownStep }) {
  const t = useMessages('playground')
  const { rule, result, reason } = step
  return (
    <span className="flex min-w-0 items-start gap-2 py-1">
      <VerdictMark kind={RESULTS[result]} className="mt-1 size-4" />
      <span className="min-w-0">
        <span className="sr-only">{t(RESULTS[result])}: </span>
        {rule === 'relation' || rule === 'tuple' ? (
          <code className="break-all font-mono text-sm">{titleOf(step)}</code>
        ) : (
          <span className="text-muted text-sm">{t(RULES[rule])}</span>
        )}
        {rule === 'tuple' && <Badge className="ms-2">{t('tuple')}</Badge>}
        {(reason !== undefined || isRepeated) && (
          <span className="block text-muted text-xs">{isRepeated ? t('asAbove') : reason}</span>
        )}
      </span>
    </span>
  )
}

function titleOf({ rule, object, relation, tuple }: ShownStep['step']): string {
  if (!tuple) return relation === '' ? rule : `${object}#${relation}`
  const under = tuple.condition ? ` with ${tuple.condition.name}` : ''
  return `${tuple.object}#${tuple.relation}@${tuple.subject}${under}`
}
