// Places inside a text that stands in a YAML file as a block (`model: |`), as places in that file.

import type { Position, TextRange } from '../syntax/diagnostic.ts'

/** `block` is where the block's value stands in `file`; what is not a plain block is pointed at as a whole. */
export function placesInBlock(file: string, block: TextRange): (range: TextRange) => TextRange {
  const isPlain = /^\|[+-]?[ \t]*(#.*)?$/.test(file.slice(block.from, file.indexOf('\n', block.from)))
  if (!isPlain) return () => block
  const lines = file.split('\n')
  const first = block.start.line + 1
  const indent = /^ */.exec(lines.slice(first).find((line) => line.trim() !== '') ?? '')![0].length
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1)
  const place = ({ line, column }: Position): Position => {
    const length = lines[first + line]?.length ?? 0
    return { line: first + line, column: Math.min(length, indent + column) }
  }
  return (range) => {
    const [start, end] = [place(range.start), place(range.end)]
    return { from: starts[start.line]! + start.column, to: starts[end.line]! + end.column, start, end }
  }
}
