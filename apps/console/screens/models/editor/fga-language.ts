// The modelling language in the editor: the grammar is the one of the server and the command line, so what is coloured
// here is what is read there. Lines keep the indentation of the line above, one step deeper where something begins.

import { foldNodeProp, indentService, LanguageSupport, LRLanguage, StreamLanguage } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { parser } from '@lockness/language'
import type { FileKind } from '../workspace/workspace.ts'

const STEP = 2

const fga = LRLanguage.define({
  name: 'fga',
  parser: parser.configure({
    props: [
      foldNodeProp.add({
        'TypeDefinition ConditionDefinition': (node, state) => {
          const { to } = state.doc.lineAt(node.from)
          return node.to > to + 1 ? { from: to, to: node.to - 1 } : null
        },
      }),
    ],
  }),
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
})

const indentation = indentService.of((context, at) => {
  const line = context.lineAt(at, -1)
  const before = line.text
  const own = /^\s*/.exec(before)?.[0].length ?? 0
  if (/^\s*(extend\s+)?type\s|^\s*model\b/.test(before)) return own + STEP
  if (/^\s*relations\b/.test(before)) return own + STEP
  if (/[{[]\s*$/.test(before)) return own + STEP
  return own
})

/** YAML as far as catalogs and tests use it: keys, texts, numbers, words that mean something, comments. */
const yaml = StreamLanguage.define<{ isValue: boolean }>({
  name: 'yaml',
  startState: () => ({ isValue: false }),
  token(stream, state) {
    if (stream.sol()) state.isValue = false
    if (stream.eatSpace()) return null
    if (stream.match(/^#.*/)) return 'comment'
    if (stream.match(/^["'](?:[^"'\\]|\\.)*["']/)) return 'string'
    if (stream.match(/^[&*][\w-]+/)) return 'labelName'
    if (stream.match(/^[\w.$-]+(?=\s*:(\s|$))/)) return 'propertyName'
    if (stream.match(/^(true|false|null)\b/)) return 'bool'
    if (stream.match(/^-?\d+(\.\d+)?(?![\w:-])/)) return 'number'
    if (stream.match(/^[[\]{},]|^-(?=\s)|^:(?=\s|$)/)) return 'punctuation'
    if (!stream.match(/^[^\s,\]}#]+/)) stream.next()
    return null
  },
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
})

export function languageFor(kind: FileKind): Extension {
  return kind === 'model' ? [new LanguageSupport(fga), indentation] : new LanguageSupport(yaml)
}
