'use client'

// Copies, and says that it has: to the eye by a tick, to the ear by a word.

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'

export interface CopyButtonProps {
  readonly text: string
  /** What is copied, where "Copy" alone would not say it: "Copy the id". */
  readonly label?: string
  readonly className?: string
}

const THANKS_MS = 1_600

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const texts = useUiTexts()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), THANKS_MS)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <>
      <button
        type="button"
        aria-label={label ?? texts.copy}
        title={label ?? texts.copy}
        onClick={(event) => {
          event.stopPropagation()
          copy().catch(() => setCopied(false))
        }}
        className={classes(
          'inline-flex size-6 flex-none items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink',
          className,
        )}
      >
        {isCopied ? (
          <Check aria-hidden="true" className="size-3.5 text-allow" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5" />
        )}
      </button>
      <span role="status" className="sr-only">
        {isCopied ? texts.copied : ''}
      </span>
    </>
  )
}
