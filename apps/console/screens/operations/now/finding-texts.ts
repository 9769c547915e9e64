// The words for each kind of finding: what is wrong, and what to do first.

import type { KeyOf } from '#messages/rooms.ts'
import type { FindingKind } from './findings.ts'

interface FindingText {
  readonly title: KeyOf<'operations'>
  readonly todo: KeyOf<'operations'>
}

// biome-ignore format: a table is read by its columns
export const FINDING_TEXTS: Readonly<Record<FindingKind, FindingText>> = {
  serverAway:   { title: 'serverAway',   todo: 'serverAwayTodo' },
  databaseAway: { title: 'databaseAway', todo: 'databaseAwayTodo' },
  stale:        { title: 'stale',        todo: 'staleTodo' },
  loading:      { title: 'loading',      todo: 'loadingTodo' },
  draining:     { title: 'draining',     todo: 'drainingTodo' },
  nodeSilent:   { title: 'nodeSilent',   todo: 'nodeSilentTodo' },
  nodeNotReady: { title: 'nodeNotReady', todo: 'nodeNotReadyTodo' },
  nodeBehind:   { title: 'nodeBehind',   todo: 'nodeBehindTodo' },
  threadsGone:  { title: 'threadsGone',  todo: 'threadsGoneTodo' },
  versions:     { title: 'versions',     todo: 'versionsTodo' },
  clock:        { title: 'clock',        todo: 'clockTodo' },
  durability:   { title: 'durability',   todo: 'durabilityTodo' },
  refusing:     { title: 'refusing',     todo: 'refusingTodo' },
  failing:      { title: 'failing',      todo: 'failingTodo' },
  busy:         { title: 'busy',         todo: 'busyTodo' },
}
