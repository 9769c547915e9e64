import { classes } from './classes.ts'

export interface KbdProps {
  /** Keys pressed together are parted by spaces: `⌘ K`. */
  readonly keys: string
  readonly isInverted?: boolean
  readonly className?: string
}

export function Kbd({ keys, isInverted = false, className }: KbdProps) {
  return (
    <span className={classes('inline-flex gap-0.5', className)}>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className={classes(
            'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 font-sans text-2xs',
            isInverted ? 'border-canvas/30 text-canvas' : 'border-line bg-sunken text-muted',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
