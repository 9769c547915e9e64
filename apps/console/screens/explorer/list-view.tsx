'use client'
// Who can, and what one can reach: a list of any length, of which only what is seen is rendered and only what was scrolled to
// is here; and all of it as a file.

import { useCallback } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import { useLocale } from '#ui/provider.tsx'
import { countText } from '#ui/quantities.ts'
import type { Column } from '#ui/table-column.ts'
import { VirtualTable } from '#ui/virtual-table.tsx'
import type { ListAnswer } from './answer.ts'
import { ComputedFacts } from './answer-head.tsx'
import { ExportList } from './export-list.tsx'
import { NameInText } from './name-in-text.tsx'
import { Named } from './names.tsx'
import { type Question, typeOf } from './question.ts'
import { linkTo } from './question-link.ts'
import { richText } from './rich-text.tsx'
import type { InquiryState } from './use-inquiry.ts'
import { useListPages } from './use-list-pages.ts'
import { useWords } from './words-context.tsx'

export interface ListViewProps {
  readonly question: Question
  readonly answer: ListAnswer
  readonly actions: Pick<InquiryState, 'ask' | 'hrefOf'>
}

/** Rows that keep their place behind what is here, so that one can scroll on. */
const WAITING_ROWS = 40
const AHEAD = 120

export function ListView({ question, answer, actions }: ListViewProps) {
  const t = useMessages('explorer')
  const locale = useLocale()
  const { items, isWhole, failure, loadMore } = useListPages(question, answer)
  const onVisible = useCallback(
    (_: number, last: number) => {
      if (last + AHEAD >= items.length) loadMore()
    },
    [items.length, loadMore],
  )
  const columns = useListColumns(question, actions)
  const count = countText(items.length, locale)
  return (
    <Card
      isFlush
      title={<ListTitle question={question} />}
      description={
        <span className="flex flex-wrap gap-x-4 text-xs">
          <ComputedFacts computed={answer.computed} tookMs={answer.tookMs} question={question} />
        </span>
      }
      actions={
        <>
          <span role="status">
            <Badge>{isWhole ? t('listCount', { count: items.length }) : t('listSoFar', { count })}</Badge>
          </span>
          {items.length > 0 && <ExportList question={question} answer={answer} />}
        </>
      }
    >
      {failure && (
        <div className="px-pad pb-3">
          <PartialState
            title={t('listStopped', { count })}
            text={failure.detail}
            actions={
              <Button size="small" onClick={loadMore}>
                {t('goOn')}
              </Button>
            }
          />
        </div>
      )}
      <VirtualTable
        label={t(question.verb === 'who' ? 'verbWho' : 'verbReach')}
        columns={columns}
        count={items.length + (isWhole ? 0 : WAITING_ROWS)}
        rowAt={(index) => items[index]}
        rowKey={(name) => name}
        onVisible={onVisible}
        className={items.length > 12 ? 'h-[60dvh]' : 'max-h-[60dvh]'}
        empty={<EmptyState isSmall title={t('listEmpty')} text={t('listEmptyHint')} />}
      />
    </Card>
  )
}

export function ListTitle({ question }: { readonly question: Question }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { verb, subject, permission, object, type, subjectType } = question
  const of = verb === 'who' ? typeOf(object) : type
  const relation = <b className="font-semibold">{words.titleOf(of, permission)}</b>
  if (verb === 'who') {
    return richText((values) => t('whoTitle', values), {
      type: subjectType.includes('#') ? subjectType : words.pluralOf(subjectType),
      relation,
      object: <NameInText name={object} />,
    })
  }
  return richText((values) => t('reachTitle', values), {
    type: words.pluralOf(type),
    relation,
    subject: <NameInText name={subject} />,
  })
}

function useListColumns(question: Question, actions: Pick<InquiryState, 'ask' | 'hrefOf'>): Column<string>[] {
  const t = useMessages('explorer')
  const checkOf = (name: string): Question =>
    question.verb === 'who' ? { ...question, verb: 'why', subject: name } : { ...question, verb: 'why', object: name }
  return [
    {
      id: 'name',
      label: t('name'),
      isHeading: true,
      width: 'minmax(14rem, 1fr)',
      cell: (name) => <Named name={name} isCopyable />,
    },
    {
      id: 'why',
      label: t('verbWhy'),
      isActions: true,
      width: 'max-content',
      cell: (name) => (
        <TextLink
          className="text-sm"
          aria-label={t('whyName', { name })}
          {...linkTo(actions, { question: checkOf(name) })}
        >
          {t('whyLink')}
        </TextLink>
      ),
    },
  ]
}
