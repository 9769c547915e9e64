// What is wrong with a text or a model, as data: a code that programs can rely on, a sentence for people, the place,
// and an edit that mends it where one is obvious. Codes are those of OpenFGA's validator wherever it has one.

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Absent when the model did not come from text. */
  readonly range?: TextRange
  /** Where in the same text the very same mistake is made again; the fix mends these places too. */
  readonly also?: readonly TextRange[]
  /** The file or module file the range is in, when there are several. */
  readonly file?: string
  /** What the diagnostic is about, by name: also known when there is no text. */
  readonly about?: { readonly type?: string; readonly relation?: string; readonly condition?: string }
  readonly fix?: Fix
}

export type DiagnosticCode =
  | 'invalid-syntax'
  | 'invalid-name'
  | 'reserved-type-keywords'
  | 'reserved-relation-keywords'
  | 'duplicated-error'
  | 'self-error'
  | 'missing-definition'
  | 'invalid-relation-type'
  | 'invalid-relation-on-tupleset'
  | 'invalid-type'
  | 'relation-no-entry-point'
  | 'tupleuserset-not-direct'
  | 'schema-version-required'
  | 'schema-version-unsupported'
  | 'assignable-relation-must-have-type'
  | 'assignable-relation-must-not-have-type'
  | 'invalid-schema'
  | 'type-wildcard-relation'
  | 'condition-not-defined'
  | 'condition-not-used'
  | 'different-nested-condition-name'
  | 'multiple-modules-in-file'
  | 'invalid-relation'
  | 'limit-exceeded'
  | 'invalid-condition'
  | 'invalid-module-file'
  | 'module-conflict'

/** Lines and columns count from zero, columns in UTF-16 units, as editors' protocols do. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** From an offset up to, not including, another one. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface TextRange extends Range {
  readonly start: Position
  readonly end: Position
}

export interface Fix {
  /** What the edits do: "change to `viewer`". */
  readonly title: string
  readonly edits: readonly TextEdit[]
}

export interface TextEdit extends Range {
  readonly insert: string
}

/** Finds the line and column of an offset. */
export class LineIndex {
  readonly #starts: number[] = [0]
  readonly #length: number

  constructor(text: string) {
    this.#length = text.length
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#length))
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= clamped) low = middle
      else high = middle - 1
    }
    return { line: low, column: clamped - this.#starts[low]! }
  }

  range({ from, to }: Range): TextRange {
    return { from, to, start: this.position(from), end: this.position(to) }
  }
}
