'use client'

// What would make it a yes, and doing it: the tuples that are missing are written with a reason, the question is asked
// again, and what was written can be taken back as long as it is still there as it was written.

import { Wrench } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { Proof } from './proof.ts'
import type { Question } from './question.ts'
import { candidatesOf, type Remedy, remediesFor } from './remedies.ts'
import { RemedyText } from './remedy-text.tsx'
import type { Risk } from './vocabulary.ts'
import { useWords } from './words-context.tsx'

const RemedyDialog = dynamic(async () => (await import('./remedy-dialog.tsx')).RemedyDialog, { ssr: false })

export interface RemediesViewProps {
  readonly question: Question
  readonly proof: Proof
  readonly onChanged: () => void
}

export function RemediesView({ question, proof, onChanged }: RemediesViewProps) {
  const t = useMessages('explorer')
  const { remedies, state } = useRemedies(question, proof)
  const [chosen, setChosen] = useState<Remedy>()
  if (state === 'none') return null
  return (
    <Card title={t('remedies')} description={t('remediesHint')}>
      {state === 'loading' && <LoadingState label={t('remediesLoading')} lines={2} />}
      {state === 'failed' && <p className="text-muted text-sm">{t('remediesFailed')}</p>}
      {state === 'ready' && remedies.length === 0 && <p className="text-muted text-sm">{t('remediesNone')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {remedies.map((remedy) => (
          <li
            key={remedy.added.map(({ object, relation }) => `${object}#${relation}`).join(' ')}
            className="flex flex-wrap items-center gap-3 py-2.5 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-72">
              <RemedyText remedy={remedy} />
            </div>
            {remedy.risk && <RiskBadge risk={remedy.risk} />}
            <Button size="small" icon={<Wrench aria-hidden="true" />} onClick={() => setChosen(remedy)}>
              {t('remedyDo')}
            </Button>
          </li>
        ))}
      </ul>
      {chosen && <RemedyDialog remedy={chosen} onClose={() => setChosen(undefined)} onChanged={onChanged} />}
    </Card>
  )
}

const TONES = { low: 'neutral', medium: 'info', high: 'cond', critical: 'deny' } as const satisfies Record<Risk, string>
const RISK_TEXTS = { low: 'riskLow', medium: 'riskMedium', high: 'riskHigh', critical: 'riskCritical' } as const

function RiskBadge({ risk }: { readonly risk: Risk }) {
  const t = useMessages('explorer')
  return <Badge tone={TONES[risk]}>{t(RISK_TEXTS[risk])}</Badge>
}

type State = 'loading' | 'ready' | 'failed' | 'none'

function useRemedies(
  question: Question,
  proof: Proof,
): { readonly remedies: readonly Remedy[]; readonly state: State } {
  const client = useClient()
  const { id: store } = useStore()
  const words = useWords()
  const [found, setFound] = useState<{ readonly remedies: readonly Remedy[]; readonly state: State }>(LOADING)
  useEffect(() => {
    const candidates = candidatesOf(proof, question.subject, words)
    if (candidates.length === 0) return setFound({ remedies: [], state: words.vocabulary ? 'ready' : 'none' })
    const asking = new AbortController()
    setFound(LOADING)
    remediesFor(client, store, question, candidates, asking.signal).then(
      (remedies) => setFound({ remedies, state: 'ready' }),
      (error: unknown) => {
        const isOver = asking.signal.aborted || !isAnswered(error)
        if (!isOver) setFound({ remedies: [], state: 'failed' })
      },
    )
    return () => asking.abort()
  }, [client, store, question, proof, words])
  return found
}

const LOADING = { remedies: [], state: 'loading' } as const
