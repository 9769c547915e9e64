// The tokens of an expression: where each begins and ends, and which bracket closes which. Parsing does not need it;
// diagnostics do. They get the whole range of a call, exact places for what is never closed, and the bound on nesting.

const NESTING_MAX = 128

export interface Fault {
  readonly code: string
  readonly message: string
  readonly from: number
  readonly to: number
}

export interface Tokens {
  readonly text: string
  readonly length: number
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** The token that covers the offset, or the next one. */
  at(offset: number): number | undefined
  /** Where the token's expression ends: a bracket, a call or a member extends to the bracket that closes it. */
  closing(token: number): number
}

const SPACE = /(?:\s|\/\/[^\n]*)+/y
const NUMBER = /(?:0[xX][0-9a-fA-F]+[uU]?|\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+[uU]?)/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const OPERATOR = /(?:&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}])/y
const QUOTE = /([bBrR]{0,2})("""|'''|"|')/y
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

export function scanTokens(text: string): Tokens | Fault {
  const starts: number[] = []
  const ends: number[] = []
  const closers = new Map<number, number>()
  const open: number[] = []
  for (let offset = skipSpace(text, 0); offset < text.length; ) {
    const end = endOfToken(text, offset)
    if (end === undefined) return badToken(text, offset)
    const token = starts.push(offset) - 1
    ends.push(end)
    const word = text.slice(offset, end)
    if (CLOSERS.has(word) && open.push(token) > NESTING_MAX) {
      return { code: 'nesting', message: `brackets are nested deeper than ${NESTING_MAX}`, from: offset, to: end }
    }
    if (word === ')' || word === ']' || word === '}') {
      const opener = open.pop()
      if (opener === undefined || CLOSERS.get(text[starts[opener] as number] as string) !== word) {
        return { code: 'syntax', message: `\`${word}\` closes nothing`, from: offset, to: end }
      }
      closers.set(opener, end)
    }
    offset = skipSpace(text, end)
  }
  const unclosed = open.pop()
  if (unclosed !== undefined) {
    const from = starts[unclosed] as number
    return { code: 'syntax', message: `\`${text[from]}\` is never closed`, from, to: from + 1 }
  }
  if (starts.length === 0) return { code: 'syntax', message: 'expression is empty', from: 0, to: text.length }
  return tokensOf(text, starts, ends, closers)
}

function tokensOf(text: string, starts: number[], ends: number[], closers: Map<number, number>): Tokens {
  return {
    text,
    length: text.length,
    starts,
    ends,
    at(offset) {
      const token = ends.findIndex((end) => end > offset)
      return token < 0 ? undefined : token
    },
    closing(token) {
      const word = text.slice(starts[token], ends[token])
      const isDot = word === '.'
      const last = isDot ? token + 1 : token
      const isName = isDot || /^[A-Za-z_]/.test(word)
      const opener = isName ? last + 1 : last
      const opens = isName ? text[starts[opener] ?? text.length] === '(' : true
      return (opens ? closers.get(opener) : undefined) ?? ends[last] ?? text.length
    },
  }
}

function skipSpace(text: string, offset: number): number {
  SPACE.lastIndex = offset
  return SPACE.test(text) ? SPACE.lastIndex : offset
}

function endOfToken(text: string, offset: number): number | undefined {
  QUOTE.lastIndex = offset
  const quote = QUOTE.exec(text)
  if (quote !== null) return endOfText(text, QUOTE.lastIndex, quote[2] as string, /[rR]/.test(quote[1] as string))
  for (const pattern of [NUMBER, NAME, OPERATOR]) {
    pattern.lastIndex = offset
    if (pattern.test(text)) return pattern.lastIndex
  }
  return undefined
}

function endOfText(text: string, from: number, quote: string, raw: boolean): number | undefined {
  for (let offset = from; offset < text.length; offset++) {
    if (text.startsWith(quote, offset)) return offset + quote.length
    if (text[offset] === '\\' && !raw) offset++
    else if (quote.length === 1 && (text[offset] === '\n' || text[offset] === '\r')) return undefined
  }
  return undefined
}

function badToken(text: string, from: number): Fault {
  QUOTE.lastIndex = from
  if (QUOTE.test(text)) return { code: 'syntax', message: 'text is never closed', from, to: text.length }
  const character = String.fromCodePoint(text.codePointAt(from) as number)
  return { code: 'syntax', message: `unexpected \`${character}\``, from, to: from + character.length }
}
