// The front of the language: text in; tree, model, places and all diagnostics out, always. A text with mistakes gives
// the model of what could be read, so that an editor can go on helping.

import type { Tree } from '@lezer/common'
import type { AuthorizationModel } from '@lockness/authz'
import { MODEL_BYTES_MAX } from '@lockness/authz'
import { type Diagnostic, LineIndex } from '../syntax/diagnostic.ts'
import { type ConditionSyntax, type Document, type Header, readDocument, type TypeSyntax } from '../syntax/document.ts'
import { syntaxFindings } from '../syntax/syntax-errors.ts'
import { diagnosticOf, type Finding } from './finding.ts'
import { modelFromDocument } from './from-document.ts'
import { nameFindings } from './name-rules.ts'
import { modelFindings, NESTING_MAX } from './validate-model.ts'

export interface ParsedModel {
  readonly text: string
  readonly tree: Tree
  readonly model: AuthorizationModel
  readonly diagnostics: readonly Diagnostic[]
  /** `model` or `module`, with the name of the module. */
  readonly header: Header | undefined
  /** Every `type` and `extend type` in order, with the places of all that it says. */
  readonly types: readonly TypeSyntax[]
  readonly conditions: readonly ConditionSyntax[]
}

/** A text that is a model by itself. A module is not: it lacks a schema, and names what other modules define. */
export function parseModel(text: string): ParsedModel {
  return parse(text, (document) => modelFindings(document, document.header?.schema))
}

/** A text that is a part of a model. Only what can be known from the part alone is checked. */
export function parseModule(text: string): ParsedModel {
  return parse(text, nameFindings)
}

function parse(text: string, validate: (document: Document) => Finding[]): ParsedModel {
  const readable = readableLength(text)
  const document = readDocument(text.slice(0, readable))
  const { tree, header, types, conditions } = document
  const lines = new LineIndex(text)
  const unreadable: Finding[] = [...limitFindings(text, readable), ...syntaxFindings(document)]
  const findings = unreadable.length > 0 ? unreadable : validate(document)
  const diagnostics = findings.map((finding) => diagnosticOf(finding, lines))
  return { text, tree, model: modelFromDocument(document), diagnostics, header, types, conditions }
}

/** Up to where the text is within the limits. */
function readableLength(text: string): number {
  const end = Math.min(text.length, MODEL_BYTES_MAX)
  for (let at = 0, depth = 0; at < end; at++) {
    const char = text[at]
    if (char === '\n') depth = 0
    else if (char === ')') depth--
    else if (char === '(' && ++depth > NESTING_MAX) return at
  }
  return end
}

function limitFindings(text: string, readable: number): Finding[] {
  if (readable === text.length) return []
  const message =
    readable === MODEL_BYTES_MAX
      ? `a model has at most ${MODEL_BYTES_MAX} bytes, this one has ${text.length}`
      : `parentheses are nested more than ${NESTING_MAX} deep`
  return [{ code: 'limit-exceeded', message, range: { from: readable, to: readable + 1 } }]
}
