// The few words that the pieces say themselves, "Close" or "Copied", in one flat record, so that a room does not hand them
// to each piece. English is what is said where no provider stands above; messages/<locale>/ui.ts has the others.

export const ENGLISH_TEXTS = {
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  clear: 'Clear',
  more: 'More',
  undo: 'Undo',
  retry: 'Try again',
  loading: 'Loading',
  search: 'Search',
  required: 'required',
  optional: 'optional',
  newer: 'Newer',
  older: 'Older',
  selectAll: 'Select all rows',
  selectRow: 'Select row',
  sortedUp: 'sorted upwards',
  sortedDown: 'sorted downwards',
  expand: 'Expand',
  collapse: 'Collapse',
  notifications: 'Notifications',
  suggestions: 'Suggestions',
  noSuggestions: 'Nothing matches',
  suggestionsFailed: 'Suggestions could not be loaded',
  suggestionsCount: '{count} suggestions',
  added: 'added',
  removed: 'removed',
  unchangedLines: '{count} unchanged lines',
  requestId: 'Request',
  asTable: 'Show as a table',
  asChart: 'Show as a chart',
  resize: 'Change the sizes of the two sides',
  typeToConfirm: 'Type {word} to confirm',
  id: 'id',
}

export type UiTexts = { readonly [Key in keyof typeof ENGLISH_TEXTS]: string }

/** `fill('{count} rows', { count: '12' })` is `12 rows`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )
}
