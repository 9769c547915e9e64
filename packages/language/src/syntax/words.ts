// Where in a text a word, a line or the next thing that says something begins. A mistake is told by the word it is
// found at, also where the parser has no token for it.

import type { Range } from './diagnostic.ts'

/** The word, operator or sign that begins at the offset; nothing at the end of a line. */
export function wordAt(text: string, at: number): Range {
  if (/^[ \t\r]*(?:\n|$)/.test(text.slice(at, at + 400))) return { from: at, to: at }
  const word = /^(?:but[ \t]+not\b|[\w./\-\u00a1-\uffff]+|.)/s.exec(text.slice(at, at + 400))?.[0] ?? ''
  return { from: at, to: at + word.length }
}

export function source(text: string, { from, to }: Range): string {
  return text.slice(from, to)
}

export function skipSpace(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at++
  return at < text.length && text[at] !== '\n' && text[at] !== '\r' ? at : trimmedEnd(text, at)
}

/** The offset of the next word, past blank lines and comments. */
export function skipBlank(text: string, at: number): number {
  const blank = /(?:\s|#[^\n]*)*/y
  blank.lastIndex = at
  blank.exec(text)
  return blank.lastIndex
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Where the line's break is, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

export function lineIndent(text: string, at: number): number {
  return skipSpace(text, lineStart(text, at))
}

function trimmedEnd(text: string, at: number): number {
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at
}
