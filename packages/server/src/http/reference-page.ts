// The API's document as a page for people: one HTML text made at boot, with its style inside and nothing from anywhere
// else, no script at all. Every text of the document is escaped.

import type { OpenApiDocument, Operation } from './openapi.ts'

export function referencePage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort()
  const sections = tags.map((tag) => {
    const rows = operations.filter(({ operation }) => operation.tags.includes(tag))
    return `<section><h2>${escapeHtml(tag)}</h2>${rows.map((row) => operationHtml(row.path, row.method, row.operation)).join('')}</section>`
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</title><style>${STYLE}</style></head><body>
<header><h1>${escapeHtml(info.title)} API <small>${escapeHtml(info.version)}</small></h1><p>${escapeHtml(info.description)}</p>
<p>The same for programs: <a href="/v1/openapi.json">openapi.json</a></p></header>
<main>${sections.join('\n')}</main></body></html>`
}

function operationHtml(path: string, method: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(place)}${required ? '' : ', optional'}</td><td>${code(schema)}</td></tr>`,
  )
  const body = operation.requestBody ? `<h4>Body</h4>${code(schemaIn(operation.requestBody))}` : ''
  const answers = Object.entries(operation.responses)
    .filter(([status]) => status !== 'default')
    .map(([status, answer]) => `<h4>${escapeHtml(status)}</h4>${schemaIn(answer) ? code(schemaIn(answer)) : ''}`)
  return `<details id="${escapeHtml(operation.operationId)}"><summary><b>${escapeHtml(method.toUpperCase())}</b> <code>${escapeHtml(path)}</code>
<span>${escapeHtml(operation.summary ?? operation.operationId)}</span></summary>
<table>${parameters.join('')}</table>${body}${answers.join('')}</details>`
}

function schemaIn(part: unknown): unknown {
  const { content } = part as { content?: Record<string, { schema?: unknown }> }
  return content && Object.values(content)[0]?.schema
}

function code(value: unknown): string {
  return `<pre>${escapeHtml(JSON.stringify(value, null, 2) ?? '')}</pre>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
pre{overflow:auto;padding:.6rem;border:1px solid #8884;border-radius:4px;font-size:.8rem}details{border-bottom:1px solid #8884}
summary{cursor:pointer;padding:.5rem 0}summary b{display:inline-block;width:4.5rem}summary span{opacity:.7;margin-left:.5rem}
td{vertical-align:top;padding-right:1rem}h2{text-transform:capitalize}`
