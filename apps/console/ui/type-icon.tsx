// The sign of a type of thing, by the name that its catalog gives. What has no sign of its own, because nobody chose one or
// the name is unknown here, is shown by the first letters of its type.

import './type-signs.css'
import { classes } from './classes.ts'
import { SIGNS, USUAL_SIGNS } from './type-signs.ts'

export interface TypeIconProps {
  readonly type: string
  /** From the catalog: `disc-3`. */
  readonly icon?: string | undefined
  readonly size?: 'small' | 'medium' | 'large'
  readonly className?: string
}

const SIZES = {
  small: 'size-5 text-[0.5625rem] [&>*]:size-3',
  medium: 'size-7 text-2xs [&>*]:size-4',
  large: 'size-10 text-sm [&>*]:size-5',
}

export function TypeIcon({ type, icon = '', size = 'small', className }: TypeIconProps) {
  const sign = SIGNS.has(icon) ? icon : USUAL_SIGNS.get(type)
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex flex-none items-center justify-center rounded-sm bg-accent-soft font-medium font-mono text-accent-ink uppercase',
        SIZES[size],
        className,
      )}
    >
      {sign ? <span className={`lk-sign lk-sign-${sign}`} /> : type.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 2)}
    </span>
  )
}
