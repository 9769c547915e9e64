// The appearance that a reader chose. The server writes it into the page, so that nothing flashes; without a choice the
// style sheet follows the system.

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const THEME_COOKIE = 'lockness-theme'

export function isTheme(text: string | undefined): text is Theme {
  return THEMES.some((each) => each === text)
}
