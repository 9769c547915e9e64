// A subject or an object as people know it: its name first, the sign of its type, and the id second, small and in mono. Where
// nothing has a name the id is all there is, and stands first.

import Link from 'next/link'
import { classes } from './classes.ts'
import { CopyButton } from './copy-button.tsx'
import { TypeIcon } from './type-icon.tsx'

export interface EntityProps {
  readonly type: string
  /** As in a tuple: `label:aurora`, `team:press#member`. */
  readonly id: string
  readonly name?: string | undefined
  readonly icon?: string | undefined
  readonly href?: string | undefined
  /** `line` puts the id beside the name, for tables; `stack` puts it below. */
  readonly layout?: 'line' | 'stack'
  readonly size?: 'small' | 'medium' | 'large'
  /** The name of the copy button; without it there is none. */
  readonly copyLabel?: string | undefined
  readonly className?: string
}

export function Entity(props: EntityProps) {
  const { type, id, name, icon, href, layout = 'line', size = 'small', copyLabel, className } = props
  const first = name ?? id
  const isNamed = name !== undefined && name !== id
  const title = classes(
    'truncate',
    size === 'large' ? 'font-semibold text-lg' : 'font-medium',
    !isNamed && 'font-mono text-[0.94em]',
  )
  return (
    <span className={classes('group/entity inline-flex min-w-0 max-w-full items-center gap-2', className)}>
      <TypeIcon type={type} icon={icon} size={layout === 'stack' && size === 'small' ? 'medium' : size} />
      <span className={classes('flex min-w-0', layout === 'line' ? 'items-baseline gap-2' : 'flex-col')}>
        {href === undefined ? (
          <span dir="auto" className={title} title={first}>
            {first}
          </span>
        ) : (
          <Link
            href={href}
            dir="auto"
            title={first}
            className={classes(title, 'rounded-sm decoration-accent-line underline-offset-3 hover:underline')}
          >
            {first}
          </Link>
        )}
        {isNamed && (
          <span dir="auto" className="truncate font-mono text-faint text-xs" title={id}>
            {id}
          </span>
        )}
      </span>
      {copyLabel !== undefined && (
        <CopyButton
          text={id}
          label={copyLabel}
          className="opacity-0 focus-visible:opacity-100 group-focus-within/entity:opacity-100 group-hover/entity:opacity-100 coarse:opacity-100"
        />
      )}
    </span>
  )
}
