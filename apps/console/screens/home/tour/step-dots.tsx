// Where one is among the steps, for the eye; the words beside it say the same.

import { classes } from '#ui/classes.ts'
import { STEPS } from './tour-progress.ts'

export function StepDots({ at, seen }: { readonly at: number; readonly seen: number }) {
  return (
    <span aria-hidden="true" className="flex gap-1">
      {Array.from({ length: STEPS }, (_, step) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its number
          key={step}
          className={classes(
            'h-1.5 rounded-full transition-all',
            step === at ? 'w-5 bg-accent' : 'w-1.5',
            step !== at && (step < seen ? 'bg-accent opacity-60' : 'bg-accent-line'),
          )}
        />
      ))}
    </span>
  )
}
