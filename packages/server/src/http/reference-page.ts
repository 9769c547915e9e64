// The API's document as a page for people: one HTML text made at boot, with its style inside and nothing from anywhere
// else, no script at all. Every text of the document is escaped.

import { DEADLINE_HEADER, type OpenApiDocument, type Operation, type Parameter, type Schema } from './openapi.ts'
import { curlOf, printJson } from './reference-code.ts'
import type { Example } from './reference-examples.ts'
import { escapeHtml, fieldsHtml, proseHtml, rowHtml } from './reference-fields.ts'
import { REFERENCE_STYLE } from './reference-style.ts'

interface Row {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

export function referencePage({ info, tags, paths }: OpenApiDocument): string {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Row => ({ path, method: method.toUpperCase(), operation })),
  )
  const chapters = tags.map(({ name, description }) => ({
    name,
    description,
    rows: rows.filter(({ operation }) => operation.tags.includes(name)),
  }))
  const title = `${escapeHtml(info.title)} API`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${escapeHtml(info.version)}</title><style>${REFERENCE_STYLE}</style></head><body>
<a class="skip" href="#main">To the operations</a>
<header><h1>${title} <small>${escapeHtml(info.version)}</small></h1><p>${proseHtml(info.description)}</p>
<p>The key goes into every request: <code>authorization: Bearer …</code>. The lines below take it and the address from
<code>LOCKNESS_KEY</code> and <code>LOCKNESS_URL</code>; ids in them are examples. <code>${DEADLINE_HEADER}</code> says how
long the caller waits, in milliseconds; work that would end later is not begun. The same for programs:
<a href="/v1/openapi.json">openapi.json</a>.</p></header>
<nav aria-label="Operations">${chapters.map(({ name, rows: own }) => navHtml(name, own)).join('')}</nav>
<main id="main">${chapters.map(chapterHtml).join('\n')}</main></body></html>`
}

function navHtml(name: string, rows: readonly Row[]): string {
  const links = rows.map(({ operation, method }) => {
    const { operationId: id } = operation
    const short = id.slice(id.indexOf('.') + 1).replaceAll('_', ' ')
    return `<li><a href="#${escapeHtml(id)}">${escapeHtml(short)} ${methodHtml(method)}</a></li>`
  })
  return `<section><a class="chapter" href="#${escapeHtml(name)}">${titleOf(name)}</a><ul>${links.join('')}</ul></section>`
}

function titleOf(name: string): string {
  return name === 'api' ? 'API' : escapeHtml(name)
}

function chapterHtml({ name, description, rows }: { name: string; description: string; rows: readonly Row[] }): string {
  const head = `<h2>${titleOf(name)}</h2><p class="about">${proseHtml(description)}</p>`
  return `<section class="chapter" id="${escapeHtml(name)}">${head}${rows.map(operationHtml).join('')}</section>`
}

function operationHtml(row: Row): string {
  const { path, method, operation } = row
  const { operationId, summary, security, 'x-problems': problems, 'x-examples': examples } = operation
  const isFree = security?.length === 0
  const parts = [
    parametersHtml(operation.parameters),
    operation.requestBody ? block('Body', contentHtml(operation.requestBody.content)) : '',
    answersHtml(operation),
    block('Problems', `<p class="codes">${problems.map((code) => `<code>${escapeHtml(code)}</code>`).join(' ')}</p>`),
  ]
  const shown = examples.map((example, index) => exampleHtml(example, isFree, index === 0))
  return `<article id="${escapeHtml(operationId)}"><h3>${methodHtml(method)} <code>${pathHtml(path)}</code>
<a class="anchor" href="#${escapeHtml(operationId)}" aria-label="Link to ${escapeHtml(operationId)}">#</a></h3>
<p>${proseHtml(summary ?? operationId)}${isFree ? ' <span class="tag">no key</span>' : ''}</p>
<div class="sides"><div>${parts.join('')}</div><div>${shown.join('')}</div></div></article>`
}

function methodHtml(method: string): string {
  return `<b class="method ${method.toLowerCase()}">${escapeHtml(method)}</b>`
}

/** May be broken at its slashes. */
function pathHtml(path: string): string {
  return escapeHtml(path).replaceAll('/', '<wbr>/')
}

function block(title: string, html: string): string {
  return `<h4>${title}</h4>${html}`
}

function parametersHtml(parameters: readonly Parameter[]): string {
  const places = [
    ['path', 'Path'],
    ['query', 'Query'],
    ['header', 'Headers'],
  ] as const
  return places
    .map(([place, title]) => {
      const rows = parameters
        .filter((parameter) => parameter.in === place && parameter.name !== DEADLINE_HEADER)
        .map(({ name, required, schema, description }) =>
          rowHtml(name, { ...schema, ...(description !== undefined && { description }) }, required, 0),
        )
      return rows.length === 0 ? '' : block(title, `<dl>${rows.join('')}</dl>`)
    })
    .join('')
}

function contentHtml(content: Readonly<Record<string, { readonly schema: Schema }>>): string {
  return Object.entries(content)
    .map(([media, { schema }]) => `<p class="media"><code>${escapeHtml(media)}</code></p>${fieldsHtml(schema)}`)
    .join('')
}

function answersHtml({ responses }: Operation): string {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, { content }]) => {
      const inside = content ? contentHtml(content) : '<p>Nothing.</p>'
      return `<details><summary>Answer ${escapeHtml(status)}</summary>${inside}</details>`
    })
    .join('')
}

function exampleHtml(example: Example, isFree: boolean, isOpen: boolean): string {
  const { title, answer } = example
  const body = typeof answer.body === 'string' ? answer.body : printJson(answer.body)
  const isGood = answer.status < 300
  return `<details class="example"${isOpen ? ' open' : ''}><summary>${proseHtml(title)}</summary>
${pre('Request', curlOf(example, isFree))}
<p class="status ${isGood ? 'good' : 'bad'}">${answer.status} <span>${escapeHtml(answer.media)}</span></p>${pre('Answer', body)}</details>`
}

/** What may have to be scrolled can be reached by the keyboard. */
function pre(label: string, text: string): string {
  return `<pre tabindex="0" aria-label="${label}">${escapeHtml(text)}</pre>`
}
