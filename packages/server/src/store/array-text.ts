// An array as PostgreSQL reads it from text: `{"a","b",NULL}`. The driver makes the same of a JavaScript array, element by
// element through all that a value could be; for a group of writes that was half of what the node did to send it.

export function arrayText(values: readonly (string | number | null | undefined)[]): string {
  let text = ''
  for (const value of values) {
    if (text !== '') text += ','
    text += typeof value === 'string' ? quoted(value) : (value ?? 'NULL')
  }
  return `{${text}}`
}

const ESCAPED = /["\\]/

function quoted(text: string): string {
  return `"${ESCAPED.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`
}
