// A text with elements in its places. Languages order the parts of a sentence differently, so a sentence is one text, and the names
// in it, which are more than text, are put in afterwards.

import { Fragment, type ReactNode } from 'react'
import type { Value } from '#messages/text.ts'

const MARK = /\u2063(\w+)\u2063/

/** `richText((values) => t('isOf', values), { subject: <b>eve</b> })` */
export function richText(
  write: (values: Readonly<Record<string, Value>>) => string,
  parts: Readonly<Record<string, ReactNode>>,
): ReactNode {
  const marks = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, isPlain(part) ? part : `\u2063${name}\u2063`]),
  )
  const pieces = write(marks).split(MARK)
  if (pieces.length === 1) return pieces[0]
  // Every second piece is the name of a place.
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name than their place
    <Fragment key={index}>{index % 2 === 0 ? piece : parts[piece]}</Fragment>
  ))
}

function isPlain(part: ReactNode): part is Value {
  return typeof part === 'string' || typeof part === 'number'
}
