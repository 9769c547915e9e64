'use client'
// The proof as an indented tree, for those who read from top to bottom, listen, or hold a phone. What two branches share is told
// once and named the second time.

import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Tree } from '#ui/tree.tsx'
import { VerdictMark } from '#ui/verdict.tsx'
import type { Difference } from './differences.ts'
import { NameInText } from './name-in-text.tsx'
import { type Proof, type ProofNode, type Result, ROOT, shownResult } from './proof.ts'
import { openAtFirst, type TreeBranch, treeOf } from './proof-branches.ts'
import { typeOf } from './question.ts'
import { ReasonText } from './reason-text.tsx'
import { richText } from './rich-text.tsx'
import { useNameText, useWords } from './words-context.tsx'

export interface ProofTreeProps {
  readonly proof: Proof
  /** How each node compares with the proof beside it. */
  readonly differences?: ReadonlyMap<number, Difference>
}

export function ProofTree({ proof, differences }: ProofTreeProps) {
  const t = useMessages('explorer')
  const nodes = useMemo(() => treeOf(proof), [proof])
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => openAtFirst(nodes))
  const [shown, setShown] = useState(nodes)
  if (shown !== nodes) {
    setShown(nodes)
    setExpanded(openAtFirst(nodes))
  }
  const nameText = useNameText()
  const words = useWords()
  const textOf = ({ node }: TreeBranch) =>
    node.tuple ? nameText(node.tuple.subject) : words.titleOf(typeOf(node.object), node.relation)
  if (!proof.nodes.has(ROOT)) return null
  return (
    <Tree
      className="phone:[--lk-indent:0.5rem] [&_[data-toggle]]:mt-1.5 [&_[role=treeitem]]:items-start"
      label={t('proof')}
      nodes={nodes}
      expanded={expanded}
      onExpandedChange={setExpanded}
      textOf={textOf}
      renderNode={(branch) => <BranchView branch={branch} difference={differences?.get(branch.node.id)} />}
    />
  )
}

const KINDS = { yes: 'allowed', no: 'denied', error: 'unknown', cycle: 'denied' } as const satisfies Record<
  Result,
  string
>
const RESULTS = {
  yes: 'resultYes',
  no: 'resultNo',
  error: 'resultError',
  cycle: 'resultCycle',
} as const satisfies Record<Result, string>
const JOINS = { any: 'joinAny', all: 'joinAll', 'but-not': 'joinButNot' } as const

interface BranchViewProps {
  readonly branch: TreeBranch
  readonly difference: Difference | undefined
}

function BranchView({ branch, difference }: BranchViewProps) {
  const t = useMessages('explorer')
  const { node, isNegated, isRepeated } = branch
  const result = shownResult(node.result, isNegated)
  return (
    <div className="flex min-w-0 items-start gap-2 py-1.5">
      <VerdictMark kind={KINDS[result]} className="mt-0.5 size-4" />
      <span className="sr-only">{t(RESULTS[result])}</span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          {isNegated && <Badge tone="cond">{t('not')}</Badge>}
          <span>
            <NodeTitle node={node} />
          </span>
          {node.kind !== 'group' && node.join !== 'but-not' && node.children.length > 1 && (
            <span className="text-faint text-xs">{t(JOINS[node.join])}</span>
          )}
          {isRepeated && <span className="text-faint text-xs">{t('asAbove')}</span>}
          {difference === 'changed' && <Badge tone="info">{t('differenceChanged')}</Badge>}
          {difference === 'only' && <span className="text-info text-xs">{t('differenceOnly')}</span>}
        </div>
        {node.reasons.map((reason, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is said of a step has no other name than its place
          <p key={index} className="break-words text-muted text-xs">
            <ReasonText reason={reason} object={node.object} />
          </p>
        ))}
        {node.kind !== 'group' && (
          <p className="truncate font-mono text-2xs text-faint phone:hidden" title={rawText(node)}>
            {rawText(node)}
          </p>
        )}
      </div>
    </div>
  )
}

function NodeTitle({ node }: { readonly node: ProofNode }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { tuple, object, relation, kind, join } = node
  const title = <b className="font-medium">{words.titleOf(typeOf(object), relation)}</b>
  if (kind === 'group') return t(JOINS[join])
  if (!tuple) {
    return richText((values) => t('relationOn', values), { relation: title, object: <NameInText name={object} /> })
  }
  return (
    <>
      {richText((values) => t('tupleIs', values), {
        subject: <NameInText name={tuple.subject} />,
        relation: title,
        object: <NameInText name={object} />,
      })}
      {tuple.condition && (
        <span className="ms-1 text-cond">{t('withCondition', { condition: tuple.condition.name })}</span>
      )}
    </>
  )
}

/** As the model has it, second and small. */
function rawText({ tuple, object, relation }: ProofNode): string {
  if (!tuple) return `${object}#${relation}`
  const { condition } = tuple
  const context = condition?.context ? ` ${JSON.stringify(condition.context)}` : ''
  return `${tuple.object}#${tuple.relation}@${tuple.subject}${condition ? ` with ${condition.name}${context}` : ''}`
}
