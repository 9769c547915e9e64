// A source file as the rules see it: the code without its comments and texts, the comments by themselves, and what it
// imports. Masking keeps every position, so a match in the code is a line of the file. This is a scanner, not a parser:
// it knows strings, templates, comments and regular expressions, which is all that can hide or fake code.

export interface Source {
  /** From the root of the project, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  /** The text with comments, string contents and regular expressions blanked out. */
  readonly code: string
  readonly comments: readonly Comment[]
  readonly imports: readonly Import[]
  readonly isTest: boolean
}

export interface Comment {
  readonly line: number
  readonly text: string
}

export interface Import {
  readonly line: number
  readonly specifier: string
  readonly isReExport: boolean
}

export function readSource(path: string, text: string): Source {
  const { code, comments } = /\.[cm]?tsx?$|\.[cm]?jsx?$/.test(path) ? mask(text) : { code: text, comments: [] }
  return {
    path,
    text,
    lines: text.replace(/\n$/, '').split('\n'),
    code,
    comments: comments.map(([from, to]) => ({ line: lineAt(text, from), text: text.slice(from, to) })),
    imports: findImports(text, code),
    isTest: /\.test\.(tsx?|mjs)$|(^|\/)(test|stories)\//.test(path),
  }
}

export function lineAt(text: string, position: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++
  return line
}

function findImports(text: string, code: string): Import[] {
  const found: Import[] = []
  const patterns = [/^(import|export)\b[^'"`;]*?\bfrom\s*(['"])/gm, /^(import)\s*(['"])/gm, /\b(import)\s*\(\s*(['"])/g]
  for (const pattern of patterns) {
    for (const match of code.matchAll(pattern)) {
      const begin = match.index + match[0].length
      const specifier = text.slice(begin, text.indexOf(match[2] ?? '', begin))
      found.push({ line: lineAt(text, match.index), specifier, isReExport: match[1] === 'export' })
    }
  }
  return found
}

type Span = readonly [from: number, to: number]

function mask(text: string): { code: string; comments: Span[] } {
  const comments: Span[] = []
  const blanks: Span[] = []
  /** One entry per open `${`: how many braces are open inside it. */
  const templates: number[] = []
  let at = 0
  while (at < text.length) {
    const [char, two] = [text[at], text.slice(at, at + 2)]
    if (two === '//' || two === '/*') {
      const end = two === '//' ? endOf(text, '\n', at) : endOf(text, '*/', at + 2) + 2
      comments.push([at, end])
      at = end
    } else if (char === "'" || char === '"') {
      const end = endOfString(text, at)
      blanks.push([at + 1, end - 1])
      at = end
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop()
      const end = endOfTemplatePart(text, at + 1)
      blanks.push([at + 1, end - 1])
      if (text[end - 1] === '{') templates.push(0)
      at = end
    } else if (char === '/' && beginsRegex(text, at)) {
      const end = endOfRegex(text, at)
      blanks.push([at + 1, end - 1])
      at = end
    } else {
      if (templates.length > 0 && char === '{') templates.push((templates.pop() ?? 0) + 1)
      if (templates.length > 0 && char === '}') templates.push((templates.pop() ?? 0) - 1)
      at++
    }
  }
  return { code: blank(text, [...comments, ...blanks]), comments }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== text[from] && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/** Past the closing backquote, or past the `${` that opens an expression. */
function endOfTemplatePart(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    if (text[at] === '`') return at + 1
    if (text[at] === '$' && text[at + 1] === '{') return at + 2
    at += text[at] === '\\' ? 2 : 1
  }
  return text.length
}

/** A slash divides after a value and begins a regular expression elsewhere. */
function beginsRegex(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at).trimEnd()
  if (before === '' || /\b(return|typeof|case|in|of|do|else|void|await|yield|throw)$/.test(before)) return true
  return !/[\w$)\]}'"`]$/.test(before)
}

function endOfRegex(text: string, from: number): number {
  let inClass = false
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') return at
    if (char === '\\') at++
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return at + 1
  }
  return text.length
}

function blank(text: string, spans: readonly Span[]): string {
  const chars = text.split('')
  for (const [from, to] of spans) for (let at = from; at < to; at++) if (chars[at] !== '\n') chars[at] = ' '
  return chars.join('')
}
