// How far somebody has come with the tour: a few characters in a cookie, so that the server draws the page right the first
// time and the tour can be left and taken up again, also tomorrow.

/** `new`: never begun. `on`: under way. `left`: put aside, to be taken up. `done`: seen to its end. */
export interface TourProgress {
  readonly state: 'new' | 'on' | 'left' | 'done'
  /** The step that one is at, from 0. */
  readonly step: number
  /** How many have been opened so far. */
  readonly seen: number
  /** The introduction is put away: the page is the overview. */
  readonly isIntroHidden: boolean
}

export const TOUR_COOKIE = 'lockness-tour'
export const STEPS = 5
export const NOT_BEGUN: TourProgress = { state: 'new', step: 0, seen: 0, isIntroHidden: false }

export function writeProgress({ state, step, seen, isIntroHidden }: TourProgress): string {
  return `${state}.${step}.${seen}.${isIntroHidden ? 1 : 0}`
}

/** A cookie may be anything. */
export function readProgress(text: string | undefined): TourProgress {
  const [, state, step, seen, hidden] = /^(on|left|done|new)\.(\d)\.(\d)\.([01])$/.exec(text ?? '') ?? []
  if (state === undefined || Number(step) >= STEPS || Number(seen) > STEPS) return NOT_BEGUN
  return {
    state: state as TourProgress['state'],
    step: Number(step),
    seen: Number(seen),
    isIntroHidden: hidden === '1',
  }
}

export function atStep(progress: TourProgress, step: number): TourProgress {
  const at = Math.max(0, Math.min(STEPS - 1, step))
  return { ...progress, state: 'on', step: at, seen: Math.max(progress.seen, at + 1) }
}

export function left(progress: TourProgress): TourProgress {
  return { ...progress, state: 'left' }
}

/** To its end: the introduction has done its work. */
export function done(progress: TourProgress): TourProgress {
  return { ...progress, state: 'done', seen: STEPS, isIntroHidden: true }
}
