// A link that asks: it leads to the address of the question, so it can be opened elsewhere; an ordinary click asks right here,
// without fetching the page anew, and takes the reader to the answer.

import type { MouseEvent } from 'react'
import type { Inquiry } from './question.ts'
import type { InquiryState } from './use-inquiry.ts'

export const ANSWER_ID = 'answer'

export function linkTo({ ask, hrefOf }: Pick<InquiryState, 'ask' | 'hrefOf'>, inquiry: Inquiry) {
  return {
    href: hrefOf(inquiry),
    prefetch: false,
    onClick: (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      ask(inquiry)
      document.getElementById(ANSWER_ID)?.focus({ preventScroll: true })
      window.scrollTo({ top: 0 })
    },
  }
}
