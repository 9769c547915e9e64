// The runbooks of docs/runbooks by their names: what a finding leads to, and what a page can show.

export const RUNBOOKS = [
  'README',
  'clock',
  'database-down',
  'disk-full',
  'divergence',
  'key-leak',
  'lost-history',
  'overload',
  'restore',
  'stuck-lock',
] as const
export type Runbook = (typeof RUNBOOKS)[number]

export function isRunbook(name: string): name is Runbook {
  return RUNBOOKS.some((each) => each === name)
}

export function runbookHref(name: Runbook): string {
  return `/operations/runbooks/${name}`
}
