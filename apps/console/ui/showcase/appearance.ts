// How the showcase looks: by its switches, or by its address, so that a picture can be taken of each.

export interface Appearance {
  readonly theme: 'system' | 'light' | 'dark'
  readonly direction: 'ltr' | 'rtl'
  readonly density: 'comfortable' | 'compact'
}

export type ShowcaseParameters = Readonly<Record<string, string | string[] | undefined>>

/** `?theme=dark&direction=rtl&density=compact`. */
export function readAppearance({ theme, direction, density }: ShowcaseParameters): Appearance {
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    direction: direction === 'rtl' ? 'rtl' : 'ltr',
    density: density === 'compact' ? 'compact' : 'comfortable',
  }
}
