// Which key of ours was pressed. While somebody types, only what is pressed with the modifier counts.

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
  readonly isComposing: boolean
}

interface Focused {
  readonly tagName: string
  readonly isContentEditable?: boolean
  getAttribute(name: string): string | null
}

const TYPING_ROLES = new Set(['textbox', 'searchbox', 'combobox', 'listbox', 'menu', 'menuitem', 'tree', 'treeitem'])

/** `palette` for the modifier and K; else the key itself. */
export function keyPressed(event: Pressed, focused: Focused | null): string | undefined {
  const { key, ctrlKey, metaKey, altKey, repeat, isComposing } = event
  if (isComposing || repeat) return undefined
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return 'palette'
  if (ctrlKey || metaKey || altKey || key.length !== 1 || isTyping(focused)) return undefined
  return key
}

function isTyping(focused: Focused | null): boolean {
  if (!focused) return false
  if (focused.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(focused.tagName)) return true
  return TYPING_ROLES.has(focused.getAttribute('role') ?? '')
}
