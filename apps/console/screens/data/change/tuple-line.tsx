'use client'
// A tuple as people read it: who, as what, on what, under which condition, until when.

import type { Tuple } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Time } from '#ui/time.tsx'
import { typeOf } from '../words.ts'
import { Thing, useLexicon } from '../words-context.tsx'

export function TupleLine({ tuple, isPlain = true }: { readonly tuple: Tuple; readonly isPlain?: boolean }) {
  const lexicon = useLexicon()
  const { object, relation, subject } = tuple
  return (
    <span className="flex min-h-7 min-w-0 flex-wrap items-center gap-x-2 gap-y-1.5">
      <Thing name={subject} isPlain={isPlain} className="min-h-6" />
      <span className="text-muted" title={relation}>
        {lexicon.titleOf(typeOf(object), relation)}
      </span>
      <Thing name={object} isPlain={isPlain} className="min-h-6" />
      <TupleTerms tuple={tuple} />
    </span>
  )
}

/** What limits it; nothing for a tuple without limits. */
export function TupleTerms({ tuple: { condition, expiresAt } }: { readonly tuple: Tuple }) {
  const t = useMessages('data')
  if (!condition && expiresAt === undefined) return null
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {condition && (
        <span title={condition.context ? JSON.stringify(condition.context) : undefined}>
          <Badge tone="cond">{t('termsCondition', { name: condition.name })}</Badge>
        </span>
      )}
      {expiresAt !== undefined && <Ending at={expiresAt} />}
    </span>
  )
}

function Ending({ at }: { readonly at: number }) {
  const t = useMessages('data')
  const isOver = at <= Date.now()
  return (
    <span suppressHydrationWarning>
      <Badge tone={isOver ? 'neutral' : 'info'}>
        {isOver ? t('termsEnded') : t('termsEnds')} <Time at={at} />
      </Badge>
    </span>
  )
}
