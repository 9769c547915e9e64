'use client'
// The answer to a check: yes, no or cannot be said; what is missing or what stopped it, in words; and the proof, drawn and as a tree.

import { ListTree, Users, Waypoints } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { LinkButton } from '#ui/link.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import { Segmented } from '#ui/segmented.tsx'
import type { VerdictAnswer } from './answer.ts'
import { VerdictHead } from './answer-head.tsx'
import { MissingContext } from './missing-context.tsx'
import { type Proof, proofOf } from './proof.ts'
import { ProofTree } from './proof-tree.tsx'
import { type Inquiry, type Question, typeOf } from './question.ts'
import { linkTo } from './question-link.ts'
import type { InquiryState } from './use-inquiry.ts'
import { WaysView } from './ways-view.tsx'

export interface VerdictViewProps {
  readonly inquiry: Inquiry
  readonly answer: VerdictAnswer
  readonly actions: Pick<InquiryState, 'ask' | 'askAgain' | 'hrefOf'>
}

export function VerdictView({ inquiry, answer, actions }: VerdictViewProps) {
  const { question } = inquiry
  const proof = useMemo(() => proofOf(answer.steps, answer.complete), [answer])
  const missing = answer.error?.missing ?? []
  return (
    <div className="flex flex-col gap-4">
      <VerdictHead
        question={question}
        answer={answer}
        actions={<NextQuestions inquiry={inquiry} actions={actions} />}
      />
      {missing.length > 0 && (
        <MissingContext
          missing={missing}
          onGiven={(context) =>
            actions.ask({ ...inquiry, question: { ...question, context: { ...question.context, ...context } } })
          }
        />
      )}
      {answer.allowed === false && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <WaysView proof={proof} question={question} />
          {!question.at && question.model === undefined && (
            <RemediesView question={question} proof={proof} onChanged={actions.askAgain} />
          )}
        </div>
      )}
      <ProofCard proof={proof} question={question} />
    </div>
  )
}

/** Three questions that follow from this one. */
function NextQuestions({ inquiry, actions }: Pick<VerdictViewProps, 'inquiry' | 'actions'>) {
  const t = useMessages('explorer')
  const { question } = inquiry
  const next = (changes: Partial<Question>) => linkTo(actions, { question: { ...question, ...changes } })
  return (
    <>
      <LinkButton
        size="small"
        icon={<Users aria-hidden="true" />}
        {...next({ verb: 'who', subjectType: typeOf(question.subject) })}
      >
        {t('whoElse')}
      </LinkButton>
      <LinkButton size="small" icon={<ListTree aria-hidden="true" />} {...next({ verb: 'do' })}>
        {t('whatElse')}
      </LinkButton>
    </>
  )
}

const ProofGraph = dynamic(async () => (await import('./proof-graph.tsx')).ProofGraph, {
  ssr: false,
  loading: () => <GraphLoading />,
})

const ExpandView = dynamic(async () => (await import('./expand-view.tsx')).ExpandView, { ssr: false })
// What helps is found out after the page is there.
const RemediesView = dynamic(async () => (await import('./remedies-view.tsx')).RemediesView, { ssr: false })

function GraphLoading() {
  const t = useMessages('explorer')
  return <LoadingState label={t('drawing')} isSmall />
}

type View = 'graph' | 'tree' | 'expand'

function ProofCard({ proof, question }: { readonly proof: Proof; readonly question: Question }) {
  const t = useMessages('explorer')
  const [view, setView] = useState<View>('tree')
  const options = [
    { value: 'tree' as const, label: t('tree'), icon: <ListTree aria-hidden="true" /> },
    { value: 'graph' as const, label: t('graph'), icon: <Waypoints aria-hidden="true" /> },
    { value: 'expand' as const, label: t('expand'), icon: <Users aria-hidden="true" /> },
  ]
  return (
    <Card
      title={view === 'expand' ? t('expandTitle') : t('proof')}
      description={view === 'expand' ? t('expandHint') : t('proofHint')}
      actions={<Segmented label={t('proofView')} options={options} value={view} onChange={setView} />}
    >
      {!proof.complete && view !== 'expand' && <PartialState title={t('proofCut')} text={t('proofCutHint')} />}
      {view === 'tree' && <ProofTree proof={proof} />}
      {view === 'graph' && <ProofGraph proof={proof} />}
      {view === 'expand' && <ExpandView question={question} />}
    </Card>
  )
}
