// The card of a name, as the editor shows it: drawn by hand, because the editor's tooltips are no part of React's tree.

import type { Description } from '../workspace/describe.ts'
import type { HoverWords } from './assist.ts'

const USERS_SHOWN_MAX = 8

export function hoverCard({ name, title, sentence, module, rule, users }: Description, words: HoverWords): HTMLElement {
  const card = element('div', 'lk-hover')
  card.append(element('h4', '', title ?? name))
  if (sentence !== undefined) card.append(element('p', '', sentence))
  card.append(element('code', '', rule ?? name))
  const place = [title === undefined ? undefined : name, module].filter((each) => each !== undefined).join(' · ')
  if (place !== '') card.append(element('p', '', place))
  const shown = users.slice(0, USERS_SHOWN_MAX)
  const more = users.length - shown.length
  const list = [...shown, ...(more > 0 ? [words.more(more)] : [])].join(', ')
  card.append(element('p', '', users.length === 0 ? words.unused : `${words.usedBy(users.length)} ${list}`))
  return card
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
