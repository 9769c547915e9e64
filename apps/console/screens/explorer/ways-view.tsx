'use client'
// A no in plain words: the ways in which it could have been a yes, and what stopped each.

import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { VerdictMark } from '#ui/verdict.tsx'
import { NameInText } from './name-in-text.tsx'
import type { Proof, ProofNode } from './proof.ts'
import { type Stop, type Way, waysOf } from './proof-words.ts'
import { type Question, typeOf } from './question.ts'
import { ReasonText } from './reason-text.tsx'
import { richText } from './rich-text.tsx'
import { useWords } from './words-context.tsx'

export function WaysView({ proof, question }: { readonly proof: Proof; readonly question: Question }) {
  const t = useMessages('explorer')
  const ways = useMemo(() => waysOf(proof), [proof])
  if (ways.length === 0) return null
  return (
    <Card
      title={t('stopped')}
      description={richText((values) => t('stoppedHint', values), { subject: <NameInText name={question.subject} /> })}
    >
      <ul className="flex flex-col gap-4">
        {ways.map((way) => (
          <WayView key={way.node.id} way={way} />
        ))}
      </ul>
    </Card>
  )
}

function WayView({ way }: { readonly way: Way }) {
  const t = useMessages('explorer')
  const { node, isNegated, stops, more } = way
  return (
    <li className="flex min-w-0 gap-2.5">
      <VerdictMark kind={node.result === 'error' ? 'unknown' : 'denied'} className="mt-0.5 size-4" />
      <div className="min-w-0 text-sm">
        <p className="font-medium">
          <WayTitle node={node} isNegated={isNegated} />
        </p>
        <ul className="mt-0.5 flex list-disc flex-col gap-0.5 ps-4 text-muted">
          {stops.map((stop, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what stopped it has no other name than its place
            <li key={index}>
              <StopText stop={stop} />
            </li>
          ))}
          {more > 0 && <li>{t('moreStops', { count: more })}</li>}
        </ul>
      </div>
    </li>
  )
}

function WayTitle({ node, isNegated }: { readonly node: ProofNode; readonly isNegated: boolean }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { tuple, object, relation } = node
  const title = words.titleOf(typeOf(object), relation)
  if (tuple) {
    return richText((values) => t('wayThrough', values), {
      subject: <NameInText name={tuple.subject} />,
      relation: title,
      object: <NameInText name={tuple.object} />,
    })
  }
  if (relation === '') return t('wayOther')
  return richText((values) => t(isNegated ? 'wayMustNot' : 'wayAs', values), {
    relation: title,
    object: <NameInText name={object} />,
  })
}

function StopText({ stop }: { readonly stop: Stop }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { node, reason, isNegated } = stop
  if (reason) return <ReasonText reason={reason} object={node.object} />
  const relation = words.titleOf(typeOf(node.object), node.relation)
  const parts = { relation, object: <NameInText name={node.object} /> }
  if (isNegated) return richText((values) => t('stopHolds', values), parts)
  return node.result === 'cycle' ? t('stopCycle') : richText((values) => t('stopNothing', values), parts)
}
