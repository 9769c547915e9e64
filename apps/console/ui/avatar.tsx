import { classes } from './classes.ts'

export interface AvatarProps {
  readonly name: string
  readonly size?: 'small' | 'medium' | 'large'
}

const SIZES = { small: 'size-5 text-[0.5625rem]', medium: 'size-7 text-2xs', large: 'size-10 text-sm' }

/** A person by the first letters of their name. The name itself stands beside it, or on the button around it. */
export function Avatar({ name, size = 'medium' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex flex-none select-none items-center justify-center rounded-full bg-accent font-semibold text-on-accent uppercase',
        SIZES[size],
      )}
    >
      {initialsOf(name)}
    </span>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter((word) => /\p{L}|\p{N}/u.test(word))
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return first + last
}
