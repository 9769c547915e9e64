// As much of Markdown as the runbooks use: a title, paragraphs, steps by number, tables; in them strong words, code and
// links. What it does not know stays as it is written, so nothing is ever lost.

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string }

export type Block =
  | { readonly kind: 'title'; readonly parts: readonly Inline[] }
  | { readonly kind: 'text'; readonly parts: readonly Inline[] }
  | { readonly kind: 'steps'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

export function parseMarkdown(text: string): Block[] {
  return text
    .split(/\n(?:\s*\n)+|(?<=[^\n])\n(?=1\. )/)
    .map((lines) => lines.trim())
    .filter((lines) => lines !== '')
    .map(blockOf)
}

function blockOf(text: string): Block {
  if (text.startsWith('# ')) return { kind: 'title', parts: inlineOf(text.slice(2)) }
  if (text.startsWith('1. ')) {
    const items = text.split(/\n(?=\d+\. )/).map((item) => inlineOf(item.replace(/^\d+\. /, '')))
    return { kind: 'steps', items }
  }
  if (text.startsWith('|')) {
    const [head = '', , ...rows] = text.split('\n')
    return { kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) }
  }
  return { kind: 'text', parts: inlineOf(text) }
}

function cellsOf(row: string): Inline[][] {
  return row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inlineOf(cell.trim()))
}

const INLINE = /\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|\[(?<text>[^\]]+)\]\((?<to>[^)]+)\)/g

/** Lines are broken where the page breaks them. */
function inlineOf(lines: string): Inline[] {
  const text = lines.replace(/\s*\n\s*/g, ' ')
  const parts: Inline[] = []
  let end = 0
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    end = match.index + match[0].length
    const { strong, code, text: label, to } = match.groups ?? {}
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else if (code !== undefined) parts.push({ kind: 'code', text: code })
    else parts.push({ kind: 'link', text: label ?? '', to: to ?? '' })
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}
