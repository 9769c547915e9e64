// What is wrong with how a text is written, before its line and column are worked out.

import type { Fix, Range } from './diagnostic.ts'

export interface SyntaxFinding {
  readonly code: 'invalid-syntax' | 'duplicated-error'
  readonly message: string
  readonly range: Range
  /** Where the very same mistake is made again. */
  readonly also?: readonly Range[]
  readonly fix?: Fix
}

/** A finding, and what the text after it has to be read as. */
export interface Mistake extends SyntaxFinding {
  readonly kind?: MistakeKind
}

/** The mistakes past which a text can be read on, and which then leave something over. */
export type MistakeKind =
  | 'header-missing'
  | 'colon-missing'
  | 'list-not-first'
  | 'list-empty'
  | 'left-in-parentheses'
  | 'parameter-unnamed'
