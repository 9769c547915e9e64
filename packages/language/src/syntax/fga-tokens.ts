// The tokens that a regular grammar cannot tell apart. A `#` begins a comment only where no userset can stand: at the
// start of a line or after space. A line break ends a construct, except inside brackets, where it is space unless the
// next line plainly begins a new construct: so a forgotten `]` does not swallow the rest of the text. A condition's
// body is one token, up to the brace that closes it, whatever braces its strings contain.

import { ExternalTokenizer, type InputStream } from '@lezer/lr'
import { Comment, Expression, eof, newline, softBreak } from './fga-terms.generated.ts'

const TAB = 9
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const HASH = 35
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const BACKSLASH = 92
const SLASH = 47
const END = -1

export const comments = new ExternalTokenizer((input) => {
  if (input.next !== HASH) return
  const before = input.peek(-1)
  if (before !== END && before !== LINE_FEED && before !== SPACE && before !== TAB && before !== CARRIAGE_RETURN) return
  for (let char: number = HASH; char !== END && char !== LINE_FEED && !atReturn(input); ) char = input.advance()
  input.acceptToken(Comment)
})

export const lineEnds = new ExternalTokenizer(
  (input, stack) => {
    if (input.next === END) {
      if (stack.canShift(eof)) input.acceptToken(eof)
      return
    }
    if (input.next !== LINE_FEED) return
    input.advance()
    input.acceptToken(stack.canShift(newline) || beginsConstruct(input) ? newline : softBreak)
  },
  { contextual: true },
)

export const expressions = new ExternalTokenizer(
  (input, stack) => {
    if (!stack.canShift(Expression) || input.next === CLOSE_BRACE) return
    for (let depth = 0; input.next !== END; input.advance()) {
      const char = input.next
      if (char === CLOSE_BRACE && depth-- === 0) break
      if (char === OPEN_BRACE) depth++
      if (char === DOUBLE_QUOTE || char === SINGLE_QUOTE) skipString(input, char)
      else if (char === SLASH && input.peek(1) === SLASH) skipLine(input)
      else if (char === HASH && isSpace(input.peek(-1))) skipLine(input)
      if (input.next === LINE_FEED && beginsConstruct(input, 1)) break
      if (input.next === END) break
    }
    input.acceptToken(Expression)
  },
  { contextual: true },
)

/** Leaves the input on the quote that ends the string, or on the last character of an unfinished one's line. */
function skipString(input: InputStream, quote: number): void {
  const triple = input.peek(1) === quote && input.peek(2) === quote
  const raw = (input.peek(-1) | 32) === 114
  if (triple) input.advance(2)
  while (true) {
    const char = input.advance()
    if (char === END) return
    if (char === quote) {
      if (!triple) return
      if (input.peek(1) === quote && input.peek(2) === quote) {
        input.advance(2)
        return
      }
    }
    if (!triple && input.peek(1) === LINE_FEED) return
    if (char === BACKSLASH && !raw) input.advance()
  }
}

function skipLine(input: InputStream): void {
  while (input.peek(1) !== END && input.peek(1) !== LINE_FEED) input.advance()
}

function atReturn(input: InputStream): boolean {
  return input.next === CARRIAGE_RETURN && input.peek(1) === LINE_FEED
}

function isSpace(char: number): boolean {
  return char === SPACE || char === TAB || char === LINE_FEED || char === CARRIAGE_RETURN
}

const CONSTRUCTS: readonly { readonly words: readonly string[]; readonly named: boolean }[] = [
  { words: ['define'], named: true },
  { words: ['type'], named: true },
  { words: ['extend', 'type'], named: true },
  { words: ['condition'], named: true },
  { words: ['relations'], named: false },
]

/** Whether the next line that says something begins with the words of a construct, and a name if it has one. */
function beginsConstruct(input: InputStream, offset = 0): boolean {
  while (isSpace(input.peek(offset))) offset++
  return CONSTRUCTS.some(({ words, named }) => {
    let at = offset
    for (const word of words) {
      for (let i = 0; i < word.length; i++) if (input.peek(at + i) !== word.charCodeAt(i)) return false
      at += word.length
      if (isNameChar(input.peek(at))) return false
      while (input.peek(at) === SPACE || input.peek(at) === TAB) at++
    }
    return !named || isNameChar(input.peek(at))
  })
}

function isNameChar(char: number): boolean {
  return (
    (char >= 97 && char <= 122) || (char >= 65 && char <= 90) || (char >= 48 && char <= 57) || char === 95 || char > 160
  )
}
