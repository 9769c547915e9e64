import { classes } from './classes.ts'

/** Keeps the place of what is being loaded. It takes its size from its classes: `h-4 w-40`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" className={classes('lk-skeleton rounded-md bg-hover', className)} />
}
