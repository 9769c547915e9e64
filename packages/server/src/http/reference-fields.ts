// A schema as people read it: a row for each field with its type in words, what it may be, and what it is for; the fields
// of a field below it.

import type { Schema } from './openapi.ts'

const DEPTH_MAX = 4
/** The longest number that has no meaning besides that a machine can count so far. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER

export function fieldsHtml(schema: Schema): string {
  const rows = rowsOf(schema, 0)
  const about = typeof schema.description === 'string' ? `<p>${proseHtml(schema.description)}</p>` : ''
  return `${about}${rows === '' ? '' : `<dl>${rows}</dl>`}`
}

function rowsOf(schema: Schema, depth: number): string {
  const { properties, items, anyOf, oneOf, required, contentSchema, additionalProperties } = schema
  if (depth > DEPTH_MAX) return ''
  if (isSchema(contentSchema)) return rowsOf(contentSchema, depth)
  if (isSchema(properties)) {
    const needed = new Set(Array.isArray(required) ? required : [])
    return Object.entries(properties)
      .sort(([a], [b]) => Number(needed.has(b)) - Number(needed.has(a)))
      .map(([name, field]) => (isSchema(field) ? rowHtml(name, field, needed.has(name), depth) : ''))
      .join('')
  }
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  const withFields = choices.filter((choice) => isSchema(choice) && rowsOf(choice, depth) !== '')
  if (withFields.length > 0) {
    return withFields
      .map((choice: Schema, index) => {
        const about = typeof choice.description === 'string' ? `: ${proseHtml(choice.description)}` : ''
        return `<div class="choice">${index === 0 ? 'either' : 'or'}${about}</div>${rowsOf(choice, depth)}`
      })
      .join('')
  }
  if (isSchema(items)) return rowsOf(items, depth)
  return isSchema(additionalProperties) ? rowsOf(additionalProperties, depth) : ''
}

/** With the fields below it. */
export function rowHtml(name: string, schema: Schema, isRequired: boolean, depth: number): string {
  const { description } = schema
  const inner = rowsOf(schema, depth + 1)
  return `<div class="field"><dt><code>${escapeHtml(name)}</code> <span class="type">${typeHtml(schema)}</span>${
    isRequired ? '' : ' <span class="optional">optional</span>'
  }</dt><dd>${typeof description === 'string' ? proseHtml(description) : ''}${boundsHtml(schema)}</dd>${
    inner === '' ? '' : `<dd class="inner"><dl>${inner}</dl></dd>`
  }</div>`
}

function typeHtml(schema: Schema): string {
  const { type, enum: values, const: only, anyOf, oneOf, items, format } = schema
  if (only !== undefined) return valueHtml(only)
  if (Array.isArray(values)) return values.map(valueHtml).join(' | ')
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined
  if (choices) return [...new Set(choices.map((choice: Schema) => typeHtml(choice)))].join(' | ')
  if (type === 'array') return isSchema(items) && typeHtml(items) !== 'any' ? `${typeHtml(items)}[]` : 'list'
  if (format === 'date-time') return 'time'
  return type === undefined ? 'any' : escapeHtml([type].flat().join(' | '))
}

function valueHtml(value: unknown): string {
  return `<code>${escapeHtml(typeof value === 'string' ? value : JSON.stringify(value))}</code>`
}

function boundsHtml(schema: Schema): string {
  const { default: fallback, minimum, maximum, maxItems, format } = schema
  const hasEnd = typeof maximum === 'number' && maximum < UNBOUNDED
  const bounds = [
    hasEnd && `${typeof minimum === 'number' && minimum > -UNBOUNDED ? minimum : ''} to ${maximum}`,
    typeof maxItems === 'number' && `at most ${maxItems}`,
    format === 'date-time' && 'RFC 3339',
    isPlain(fallback) && `default ${valueHtml(fallback)}`,
  ].filter((bound) => bound !== false)
  return bounds.length === 0 ? '' : ` <span class="bounds">${bounds.join(', ')}</span>`
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** With what is between backticks as code, and between stars as a word to look at. */
export function proseHtml(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*(\w+)\*/g, '<em>$1</em>')
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
