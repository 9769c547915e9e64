// The first page: what this is and what to try, until somebody has seen it or puts it away; then the same page is the
// overview of what is here and how it is doing.

import { Overview } from './overview/overview.tsx'
import type { OverviewFacts } from './overview/read-overview.ts'
import { Welcome } from './welcome/welcome.tsx'

export interface HomeScreenProps {
  readonly facts: OverviewFacts
  readonly name: string
  /** Of the store with the demo world; undefined: there is none here. */
  readonly demo: string | undefined
  /** How far the tour is, as the cookie says. */
  readonly progressText: string | undefined
}

export function HomeScreen({ facts, name, demo, progressText }: HomeScreenProps) {
  return (
    <div className="flex flex-col gap-10">
      <Welcome name={name} demo={demo} first={progressText} />
      <Overview facts={facts} />
    </div>
  )
}
