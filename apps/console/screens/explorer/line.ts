// The question in one line:
//
//   can user:eve edit_profile artist:luna?            what can user:eve do on artist:luna
//   why user:eve edit_profile artist:luna             what can user:eve reach as edit_profile of artist
//   why not user:rhea edit_profile artist:luna        who can edit_profile artist:luna
//                                                     who of team#member can edit_profile artist:luna
//   … at #12   … at 2026-03-03   … under label:stable
//
// It is a notation and not a language of people, so it is the same in every locale. A permission is said by its relation, without
// the `can_` that most have, by its title in quotes, or by a word that only one permission of the type has. Here it is written;
// read-line.ts reads it.

import { momentText } from './address.ts'
import { type Question, typeOf, type Verb } from './question.ts'
import type { Words } from './vocabulary.ts'

/** Where something is not said yet, the line ends. */
export function writeLine(question: Question, words: Words): string {
  const { verb, subject, permission, object, type, subjectType, at, model } = question
  const may = permission === '' ? '' : shortName(words, verb === 'reach' ? type : typeOf(object), permission)
  const tail = [...(at ? ['at', momentText(at)] : []), ...(model === undefined ? [] : ['under', quoted(model)])]
  const of = subjectType === 'user' || subjectType === '' ? [] : ['of', subjectType]
  const lines: Readonly<Record<Verb, readonly string[]>> = {
    can: ['can', quoted(subject), may, quoted(object)],
    why: ['why', quoted(subject), may, quoted(object)],
    'why-not': ['why', 'not', quoted(subject), may, quoted(object)],
    do: ['what', 'can', quoted(subject), 'do', 'on', quoted(object)],
    who: ['who', ...of, 'can', may, quoted(object)],
    reach: ['what', 'can', quoted(subject), 'reach', 'as', may, 'of', type],
  }
  const parts = lines[verb]
  const end = parts.indexOf('')
  return end < 0
    ? `${[...parts, ...tail].join(' ')}${verb === 'can' && tail.length === 0 ? '?' : ''}`
    : parts.slice(0, end).join(' ')
}

/** The shortest way to say the permission that is still understood. */
export function shortName(words: Words, type: string, permission: string): string {
  const short = permission.startsWith('can_') ? permission.slice(4) : permission
  const isClear = short !== '' && words.relation(type, short) === undefined
  return short !== permission && isClear ? short : permission
}

/** As one token. */
export function quoted(text: string): string {
  return /[\s"]/.test(text) || text.endsWith('?') ? `"${text.replaceAll('"', '')}"` : text
}
