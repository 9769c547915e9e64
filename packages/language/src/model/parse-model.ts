// The front of the language: text in; tree, model, places and all diagnostics out, always. A text with mistakes gives
// the model of what could be read, so that an editor can go on helping.

import type { Tree } from '@lezer/common'
import type { AuthorizationModel } from '@lockness/authz'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { type ConditionSyntax, readDocument, type Header, type TypeSyntax } from '../syntax/document.ts'
import { modelFromDocument } from './from-document.ts'

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

export function parseModel(text: string): ParsedModel {
  const document = readDocument(text)
  const { tree, header, types, conditions } = document
  return { text, tree, model: modelFromDocument(document), diagnostics: [], header, types, conditions }
}
