// Text that is meant for machines, to read and to copy. Colouring is the room's: it hands over elements for the lines.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { CopyButton } from './copy-button.tsx'

export interface CodeBlockProps {
  /** What is copied, and shown when there are no children. */
  readonly code: string
  /** Names it: "The request as curl". */
  readonly label: string
  /** Shown above it: a file name, a language. */
  readonly title?: ReactNode
  readonly copyLabel?: string
  /** Long lines are broken instead of scrolled. */
  readonly isWrapped?: boolean
  readonly className?: string
  readonly children?: ReactNode
}

export function CodeBlock({ code, label, title, copyLabel, isWrapped = false, className, children }: CodeBlockProps) {
  return (
    <figure
      aria-label={label}
      className={classes('relative min-w-0 overflow-clip rounded-lg border border-line bg-sunken', className)}
    >
      {title && (
        <figcaption className="border-line border-b px-3 py-1.5 pe-10 font-mono text-muted text-xs">{title}</figcaption>
      )}
      <CopyButton
        text={code}
        {...(copyLabel !== undefined && { label: copyLabel })}
        className="absolute end-1.5 top-1 bg-sunken"
      />
      <pre
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
        tabIndex={0}
        className={classes(
          'max-h-128 overflow-auto p-3 pe-10 text-start font-mono text-sm leading-5 focus-visible:outline-offset-[-2px]',
          isWrapped && 'whitespace-pre-wrap break-words',
        )}
      >
        <code>{children ?? code}</code>
      </pre>
    </figure>
  )
}
