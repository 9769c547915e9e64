// What the page shows in the type of a machine: requests as lines for a shell, and JSON as short as it stays readable.

import type { Example } from './reference-examples.ts'

const COLUMNS = 72

/** Works as it stands, with the address and the key in two variables. */
export function curlOf({ request, answer }: Example, isFree: boolean): string {
  const { method, path, headers, body } = request
  const isLines = typeof body === 'string'
  const isStream = answer.media.endsWith('ndjson') || answer.media.includes('event-stream')
  const implied = body === undefined ? 'GET' : 'POST'
  const words = [`curl -s${isStream ? 'N' : ''}`, ...(method === implied ? [] : [`-X ${method}`])]
  const parts = [
    `${words.join(' ')} "$LOCKNESS_URL${path}"`,
    ...(isFree ? [] : ['-H "authorization: Bearer $LOCKNESS_KEY"']),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [isLines ? `--data-binary ${quote(body)}` : `-d ${quote(printJson(body))}`]),
  ]
  return parts.join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** On one line what fits there, else an entry on each. */
export function printJson(value: unknown, indent = ''): string {
  const flat = flatJson(value)
  if (indent.length + flat.length <= COLUMNS || typeof value !== 'object' || value === null) return flat
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const entries = Array.isArray(value)
    ? value.map((each) => printJson(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${printJson(each, inner)}`)
  return `${open}\n${entries.map((entry) => `${inner}${entry}`).join(',\n')}\n${indent}${close}`
}

function flatJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`
  const entries = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${flatJson(each)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
