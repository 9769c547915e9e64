'use client'

// Two texts, and what changed from one to the other. Each line says by its sign and its words for the ear what happened to it; what
// did not change is folded away until somebody asks for it.

import { useMemo, useState } from 'react'
import { classes } from './classes.ts'
import { type DiffLine, type DiffRun, diffLines, foldSame } from './diff-lines.ts'
import { useLocale, useUiTexts } from './provider.tsx'
import { countText } from './quantities.ts'
import { fill } from './texts.ts'

export interface DiffViewProps {
  readonly label: string
  readonly before: string
  readonly after: string
  /** Lines shown around a change. */
  readonly context?: number
  readonly className?: string
}

export function DiffView({ label, before, after, context = 3, className }: DiffViewProps) {
  const runs = useMemo(() => foldSame(diffLines(before, after), context), [before, after, context])
  return (
    <figure
      aria-label={label}
      className={classes('min-w-0 overflow-clip rounded-lg border border-line bg-surface', className)}
    >
      <div
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
        tabIndex={0}
        className="max-h-160 overflow-auto text-start font-mono text-sm leading-5 focus-visible:outline-offset-[-2px]"
      >
        <div className="min-w-max py-1">
          {runs.map((run) => (
            <Run key={keyOf(run.lines[0])} run={run} />
          ))}
        </div>
      </div>
    </figure>
  )
}

function Run({ run }: { readonly run: DiffRun }) {
  const texts = useUiTexts()
  const locale = useLocale()
  const [isShown, setShown] = useState(false)
  if (run.isFolded && !isShown) {
    return (
      <button
        type="button"
        onClick={() => setShown(true)}
        className="my-1 block min-h-6 w-full bg-sunken px-3 text-start font-sans text-muted text-xs hover:bg-hover hover:text-ink focus-visible:outline-offset-[-2px]"
      >
        <span className="sticky start-3">
          ⋯ {fill(texts.unchangedLines, { count: countText(run.lines.length, locale) })}
        </span>
      </button>
    )
  }
  return run.lines.map((line) => <Line key={keyOf(line)} line={line} />)
}

const LOOKS = {
  same: { sign: ' ', row: '', mark: '' },
  removed: { sign: '−', row: 'bg-deny-soft', mark: 'bg-deny-line' },
  added: { sign: '+', row: 'bg-allow-soft', mark: 'bg-allow-line' },
}

function Line({ line }: { readonly line: DiffLine }) {
  const texts = useUiTexts()
  const { sign, row, mark } = LOOKS[line.kind]
  const [from, to] = (line.kind !== 'same' && line.mark) || [0, 0]
  return (
    <div className={classes('flex whitespace-pre', row)}>
      <span aria-hidden="true" className="w-10 flex-none select-none pe-2 text-end text-faint text-xs leading-5">
        {line.kind === 'added' ? '' : line.before}
      </span>
      <span aria-hidden="true" className="w-10 flex-none select-none pe-2 text-end text-faint text-xs leading-5">
        {line.kind === 'removed' ? '' : line.after}
      </span>
      <span aria-hidden="true" className="w-5 flex-none select-none text-center text-muted">
        {sign}
      </span>
      {line.kind !== 'same' && <span className="sr-only">{line.kind === 'added' ? texts.added : texts.removed}: </span>}
      <span className="pe-4">
        {line.text.slice(0, from)}
        {to > from && <span className={classes('rounded-sm', mark)}>{line.text.slice(from, to)}</span>}
        {line.text.slice(to)}
        {line.text === '' && ' '}
      </span>
    </div>
  )
}

function keyOf(line: DiffLine | undefined): string {
  if (!line) return ''
  return line.kind === 'added' ? `+${line.after}` : `-${line.before}`
}
