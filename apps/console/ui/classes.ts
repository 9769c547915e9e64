/** Joins the names of classes that apply: `classes('a', isOpen && 'b')`. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
