// What the engine says stopped a step, taken apart: it says it in English and in the names of the model; people are told it
// in their language and by titles. What is not known here is shown as the engine said it. A test lets the engine say all
// of it, so that the two cannot part.

export type Reason =
  | { readonly kind: 'noTuple'; readonly relation: string; readonly subject: string }
  | { readonly kind: 'noParent'; readonly relation: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'conditionFalse'; readonly condition: string }
  | { readonly kind: 'needsCondition' }
  | { readonly kind: 'wrongCondition'; readonly condition: string }
  | { readonly kind: 'missingContext'; readonly names: string }
  /** The model has no way from there to such a subject. */
  | { readonly kind: 'never'; readonly way: string; readonly type: string }
  | { readonly kind: 'noPath'; readonly type: string }
  | { readonly kind: 'ownMembers' }
  | { readonly kind: 'said'; readonly text: string }

type Rule = readonly [pattern: RegExp, make: (...parts: string[]) => Reason]

// biome-ignore format: a table is read by its columns
const RULES: readonly Rule[] = [
  [/^no tuple of `([^`]*)` names `(.*)`$/s,               (relation = '', subject = '') => ({ kind: 'noTuple', relation, subject })],
  [/^nothing is its `([^`]*)`$/,                          (relation = '') => ({ kind: 'noParent', relation })],
  [/^it has expired$/,                                    () => ({ kind: 'expired' })],
  [/^condition `([^`]*)` is false$/,                      (condition = '') => ({ kind: 'conditionFalse', condition })],
  [/^the model allows it only with a condition$/,         () => ({ kind: 'needsCondition' })],
  [/^the model does not allow it with condition `(.*)`$/, (condition = '') => ({ kind: 'wrongCondition', condition })],
  [/^context is missing for (.*)$/,                       (names = '') => ({ kind: 'missingContext', names: names.replaceAll('`', '') })],
  [/^no `([^`]*)` can have it: the model has no path$/,   (type = '') => ({ kind: 'noPath', type })],
  [/^(.*) can never lead to a `([^`]*)`$/s,               (way = '', type = '') => ({ kind: 'never', way: way.replaceAll('`', ''), type })],
  [/^a userset holds its own relation on its own object$/, () => ({ kind: 'ownMembers' })],
]

/** All that is said of one step. */
export function reasonsOf(text: string | undefined): readonly Reason[] {
  return text === undefined ? [] : sentencesOf(text).map(reasonOf)
}

function reasonOf(text: string): Reason {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text)
    if (match) return make(...match.slice(1))
  }
  return { kind: 'said', text }
}

/** Parted by `; `, but not within backticks: ids may hold anything. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '`') isQuoted = !isQuoted
    if (isQuoted || !text.startsWith('; ', at)) continue
    sentences.push(text.slice(from, at))
    from = at + 2
  }
  return [...sentences, text.slice(from)]
}
