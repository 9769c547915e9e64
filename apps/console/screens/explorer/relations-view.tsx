'use client'
// What somebody can do with one thing: permissions first, with their sentences; what somebody is after that. Compared, both sides
// in one list, with what differs marked.

import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import type { Column } from '#ui/table-column.ts'
import type { RelationsAnswer } from './answer.ts'
import { ComputedFacts } from './answer-head.tsx'
import { ComparedHead, SideBadge } from './compared-head.tsx'
import { type MergedRow, mergeSets } from './differences.ts'
import { MissingContext } from './missing-context.tsx'
import { NameInText } from './name-in-text.tsx'
import { type Question, typeOf, type Versus } from './question.ts'
import { linkTo } from './question-link.ts'
import { richText } from './rich-text.tsx'
import type { InquiryState } from './use-inquiry.ts'
import type { RelationWord } from './vocabulary.ts'
import { useWords } from './words-context.tsx'

export interface RelationsViewProps {
  readonly question: Question
  readonly answer: RelationsAnswer
  readonly actions: Pick<InquiryState, 'ask' | 'hrefOf'>
}

export function RelationsView({ question, answer, actions }: RelationsViewProps) {
  const t = useMessages('explorer')
  const rows = useMemo(() => mergeSets(answer.relations, answer.relations, []), [answer])
  const missing = missingOf(answer)
  return (
    <div className="flex flex-col gap-4">
      {missing.length > 0 && <OpenRelations question={question} answers={[answer]} actions={actions} />}
      <Card
        isFlush
        title={<DoTitle question={question} />}
        description={
          <span className="flex flex-wrap gap-x-4 text-xs">
            <ComputedFacts computed={answer.computed} tookMs={answer.tookMs} question={question} />
          </span>
        }
        actions={<Badge>{t('rightsCount', { count: answer.relations.length })}</Badge>}
      >
        <RelationsTable question={question} rows={rows} actions={actions} />
      </Card>
    </div>
  )
}

/** Of some relations it could not be said: which, and what is needed for it. */
function OpenRelations({
  question,
  versus,
  answers,
  actions,
}: {
  readonly question: Question
  readonly versus?: Versus
  readonly answers: readonly RelationsAnswer[]
  readonly actions: Pick<InquiryState, 'ask'>
}) {
  const t = useMessages('explorer')
  const words = useWords()
  const type = typeOf(question.object)
  const relations = new Set(answers.flatMap(({ unknown }) => unknown.map(({ relation }) => relation)))
  const titles = [...relations].map((relation) => words.titleOf(type, relation))
  const give = (context: Question['context']) =>
    actions.ask({
      question: { ...question, context: { ...question.context, ...context } },
      ...(versus && { versus }),
    })
  return (
    <div className="flex flex-col gap-4">
      <MissingContext missing={[...new Set(answers.flatMap(missingOf))]} onGiven={give} />
      <PartialState title={t('relationsOpen', { count: titles.length })} text={titles.join(', ')} />
    </div>
  )
}

function missingOf({ unknown }: RelationsAnswer): string[] {
  return [...new Set(unknown.flatMap(({ missing }) => missing))].sort()
}

export interface ComparedRelationsProps {
  readonly question: Question
  readonly versus: Versus
  readonly first: RelationsAnswer
  readonly second: RelationsAnswer
  readonly actions: Pick<InquiryState, 'ask' | 'hrefOf'>
}

export function ComparedRelations({ question, versus, first, second, actions }: ComparedRelationsProps) {
  const t = useMessages('explorer')
  const rows = useMemo(() => mergeSets(first.relations, second.relations, []), [first, second])
  const different = rows.filter(({ side }) => side !== 'both').length
  return (
    <div className="flex flex-col gap-4">
      <ComparedHead
        question={question}
        versus={versus}
        first={first}
        second={second}
        title={t('differences', { count: different })}
        isSame={different === 0}
      />
      {[first, second].some((answer) => missingOf(answer).length > 0) && (
        <OpenRelations question={question} versus={versus} answers={[first, second]} actions={actions} />
      )}
      <Card isFlush title={<DoTitle question={question} />}>
        <RelationsTable question={question} versus={versus} rows={rows} actions={actions} />
      </Card>
    </div>
  )
}

function DoTitle({ question }: { readonly question: Question }) {
  const t = useMessages('explorer')
  const words = useWords()
  return richText((values) => t('doTitle', values), {
    subject: <NameInText name={question.subject} />,
    object: <NameInText name={question.object} />,
    type: words.singularOf(typeOf(question.object)),
  })
}

interface RelationsTableProps {
  readonly question: Question
  readonly versus?: Versus
  readonly rows: readonly MergedRow[]
  readonly actions: Pick<InquiryState, 'ask' | 'hrefOf'>
}

const KIND_TEXTS = { permission: 'kindPermission', role: 'kindRole', fact: 'kindFact', other: 'kindOther' } as const
const ORDER: readonly RelationWord['kind'][] = ['permission', 'role', 'other', 'fact']

function RelationsTable({ question, versus, rows, actions }: RelationsTableProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const type = typeOf(question.object)
  const sorted = useMemo(() => {
    const kindOf = ({ name }: MergedRow) => ORDER.indexOf(words.relation(type, name)?.kind ?? 'other')
    return [...rows].sort((a, b) => kindOf(a) - kindOf(b))
  }, [rows, words, type])
  const columns: Column<MergedRow>[] = [
    {
      id: 'title',
      label: t('permission'),
      isHeading: true,
      width: 'minmax(14rem, 1.2fr)',
      cell: ({ name }) => (
        <span className="flex min-w-0 flex-col py-1.5">
          <TextLink
            {...linkTo(actions, { question: { ...question, verb: 'can', permission: name } })}
            className="truncate font-medium"
          >
            {words.titleOf(type, name)}
          </TextLink>
          <code className="truncate font-mono text-faint text-xs">{name}</code>
        </span>
      ),
    },
    {
      id: 'sentence',
      label: t('meaning'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ name }) => (
        <span className="whitespace-normal text-muted">{words.relation(type, name)?.sentence ?? '–'}</span>
      ),
    },
    {
      id: 'kind',
      label: t('kindOf'),
      width: 'minmax(7rem, max-content)',
      cell: ({ name }) => <Badge>{t(KIND_TEXTS[words.relation(type, name)?.kind ?? 'other'])}</Badge>,
    },
    ...(versus
      ? [
          {
            id: 'side',
            label: t('comparison'),
            width: 'minmax(10rem, max-content)',
            cell: ({ side }: MergedRow) => <SideBadge side={side} question={question} versus={versus} />,
          },
        ]
      : []),
  ]
  return (
    <DataTable
      label={t('verbDo')}
      columns={columns}
      rows={sorted}
      rowKey={({ name }) => name}
      empty={<EmptyState isSmall title={t('doNothing')} text={t('doNothingHint')} />}
    />
  )
}
