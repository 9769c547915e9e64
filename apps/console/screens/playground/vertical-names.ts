// Which of the project's own models there are to try.

export const VERTICAL_NAMES = ['all', 'core', 'music', 'podcasts', 'audiobooks', 'ads'] as const
export type Vertical = (typeof VERTICAL_NAMES)[number]

export function isVertical(text: string): text is Vertical {
  return VERTICAL_NAMES.some((each) => each === text)
}
