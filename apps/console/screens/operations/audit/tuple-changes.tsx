'use client'
// Tuples before and after: what was given, what was taken away, and what of one is another than it was.

import { Minus, PenLine, Plus } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { classes } from '#ui/classes.ts'
import { Time } from '#ui/time.tsx'
import { type Difference, differencesOf, kindOf, type TupleChange, tupleOf } from './tuple-change.ts'

const LOOKS = {
  added: { icon: Plus, look: 'text-allow', label: 'given' },
  removed: { icon: Minus, look: 'text-deny', label: 'takenAway' },
  changed: { icon: PenLine, look: 'text-cond', label: 'altered' },
} as const

export function TupleChanges({ changes, scope }: { readonly changes: readonly TupleChange[]; readonly scope: string }) {
  return (
    <ul className="overflow-clip rounded-lg border border-line">
      {changes.map((change) => {
        const { object, relation, subject } = tupleOf(change)
        return <ChangeRow key={JSON.stringify([scope, object, relation, subject])} change={change} />
      })}
    </ul>
  )
}

function ChangeRow({ change }: { readonly change: TupleChange }) {
  const t = useMessages('operations')
  const kind = kindOf(change)
  const { object, relation, subject } = tupleOf(change)
  const { icon: Icon, look, label } = LOOKS[kind]
  return (
    <li className="flex items-start gap-3 border-line px-3 py-2 not-first:border-t">
      <Icon aria-hidden="true" className={classes('mt-1 size-4 flex-none', look)} />
      <div className="min-w-0 flex-1">
        <p className="break-words text-sm">
          <span className="sr-only">{t(label)}: </span>
          <code className={classes('font-mono', kind === 'removed' && 'line-through decoration-deny-line')}>
            {object} <span className="text-accent-ink">{relation}</span> {subject}
          </code>
        </p>
        {differencesOf(change).map((difference) => (
          <DifferenceLine key={difference.what} difference={difference} />
        ))}
      </div>
    </li>
  )
}

function DifferenceLine({ difference: { what, before, after } }: { readonly difference: Difference }) {
  const t = useMessages('operations')
  const shown = (text: string | undefined) => {
    if (text === undefined) return <span className="text-faint">{t(what === 'end' ? 'noEnd' : 'noCondition')}</span>
    return what === 'end' ? <Time at={text} style="exact" /> : <code className="break-all font-mono">{text}</code>
  }
  return (
    <p className="mt-0.5 flex flex-wrap items-baseline gap-x-1.5 text-muted text-xs">
      <span>{t(what === 'end' ? 'endLabel' : 'conditionLabel')}</span>
      <del className="no-underline">
        <span className="sr-only">{t('before')} </span>
        {shown(before)}
      </del>
      <span aria-hidden="true">→</span>
      <ins className="text-ink no-underline">
        <span className="sr-only">{t('after')} </span>
        {shown(after)}
      </ins>
    </p>
  )
}
