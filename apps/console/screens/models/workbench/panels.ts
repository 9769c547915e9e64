// The views of what the texts mean, in their order.

export const PANELS = ['problems', 'tests', 'changes', 'catalog', 'picture'] as const
/** `ask` is the playground's. */
export type Panel = (typeof PANELS)[number] | 'ask'

export function isPanel(text: string | undefined): text is Panel {
  return PANELS.some((panel) => panel === text)
}
