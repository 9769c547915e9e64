// What could stand where the caret is in the line. Words and permissions are known here; names are asked for, so what comes
// out is either options or what to ask for.

import { quoted, shortName } from './line.ts'
import { findPermissions, readLine, type Slot, tokensOf } from './read-line.ts'
import type { Words } from './vocabulary.ts'

export interface LineOption {
  readonly text: string
  /** Its title or sentence. */
  readonly detail?: string
}

export interface Completion {
  /** What is replaced. */
  readonly from: number
  readonly to: number
  readonly options: readonly LineOption[]
  /** Ask for names like this; `types` absent: of any. */
  readonly names?: { readonly text: string; readonly types?: readonly string[] }
}

const OPTIONS_MAX = 12

export function completionAt(text: string, caret: number, words: Words): Completion {
  const before = text.slice(0, caret)
  const tokens = tokensOf(before)
  const last = tokens.at(-1)
  const isInside = last !== undefined && last.to === before.length && !/\s$/.test(before)
  const from = isInside ? last.from : caret
  const typed = isInside ? last.text : ''
  const read = readLine(before.slice(0, from), words)
  const place = { from, to: caret }
  if (read.problem) return { ...place, options: [] }
  const slot = read.expects ?? { kind: 'word', words: read.mayFollow }
  if (slot.kind === 'subject' || slot.kind === 'object') {
    const types =
      slot.kind === 'subject' ? words.subjectForms.flatMap((form) => (form.includes('#') ? [] : [form])) : []
    return { ...place, options: [], names: { text: typed, ...(types.length > 0 && { types }) } }
  }
  const following = tokensOf(text.slice(caret))[0]?.text
  return { ...place, options: fitting(optionsOf(slot, words, typed, following), typed) }
}

/** The line with the option in it, and where the caret is then. */
export function completed(text: string, { from, to }: Completion, option: string): { text: string; caret: number } {
  const rest = text.slice(to)
  const put = quoted(option)
  const gap = /^\s/.test(rest) ? '' : ' '
  return { text: text.slice(0, from) + put + gap + rest, caret: from + put.length + 1 }
}

function optionsOf(slot: Slot, words: Words, typed: string, following: string | undefined): readonly LineOption[] {
  switch (slot.kind) {
    case 'word':
      return slot.words.map((text) => ({ text }))
    case 'permission': {
      const type = slot.type ?? (following?.includes(':') ? following.slice(0, following.indexOf(':')) : undefined)
      return permissionOptions(words, type, typed)
    }
    case 'type':
      return words.allTypes.map(({ type, plural }) => ({ text: type, ...(plural !== undefined && { detail: plural }) }))
    case 'subjectType':
      return words.subjectForms.map((text) => ({ text }))
    case 'moment':
      return [{ text: '#1' }, { text: new Date().toISOString().slice(0, 10) }]
    default:
      return []
  }
}

/** Those with a title of any type, while the type is not known, each name once. */
function permissionOptions(words: Words, type: string | undefined, typed: string): readonly LineOption[] {
  const types = words.type(type ?? '') ? [type!] : words.allTypes.map((each) => each.type)
  const options = new Map<string, LineOption>()
  for (const each of types) {
    for (const { relation, title, kind } of words.relationsOf(each)) {
      if (kind === 'fact') continue
      const text = shortName(words, each, relation)
      if (!options.has(text)) options.set(text, { text, ...(title !== undefined && { detail: title }) })
    }
  }
  if (typed === '') return [...options.values()]
  const meant = new Set(
    types.flatMap((each) => findPermissions(words, each, typed).map((r) => shortName(words, each, r))),
  )
  return [...options.values()].sort((a, b) => Number(meant.has(b.text)) - Number(meant.has(a.text)))
}

function fitting(options: readonly LineOption[], typed: string): readonly LineOption[] {
  const wanted = typed.toLowerCase()
  const rank = ({ text, detail = '' }: LineOption) => {
    const name = text.toLowerCase()
    if (name.startsWith(wanted)) return 0
    return name.includes(wanted) || detail.toLowerCase().includes(wanted) ? 1 : 2
  }
  return options
    .filter((option) => rank(option) < 2)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, OPTIONS_MAX)
}
