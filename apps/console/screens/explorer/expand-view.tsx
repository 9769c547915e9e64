'use client'
// How a permission is made up, whoever it is asked for: one level at a time, opened as far as one wants to look.

import type { Client, ExpandNode, LocknessError } from '@lockness/client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { Tree } from '#ui/tree.tsx'
import { situationOf } from './answer.ts'
import { type Composition, compositionOf, openOf, withLevel } from './composition.ts'
import { NameInText } from './name-in-text.tsx'
import { Named } from './names.tsx'
import { type Question, typeOf } from './question.ts'
import { richText } from './rich-text.tsx'
import { useWords } from './words-context.tsx'

export function ExpandView({ question }: { readonly question: Question }) {
  const t = useMessages('explorer')
  const { permission, object } = question
  const { nodes, failure, open } = useComposition(question)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const expanded = useMemo(() => openOf(nodes, closed), [nodes, closed])
  const words = useWords()
  if (failure)
    return <ErrorState isSmall title={t('expandFailed')} text={failure.detail} requestId={failure.requestId} />
  if (nodes.length === 0) return <LoadingState label={t('loading')} lines={4} />
  const change = (next: ReadonlySet<string>) => {
    const opened = [...next].filter((id) => !expanded.has(id))
    for (const id of opened) open(id)
    setClosed(new Set([...closed, ...expanded].filter((id) => !next.has(id) && !opened.includes(id))))
  }
  return (
    <Tree
      label={t('expandOf', { relation: words.titleOf(typeOf(object), permission), object })}
      nodes={nodes}
      expanded={expanded}
      onExpandedChange={change}
      textOf={({ name }) => name}
      renderNode={(value) => <CompositionView value={value} />}
    />
  )
}

function CompositionView({ value }: { readonly value: Composition }) {
  const t = useMessages('explorer')
  const words = useWords()
  if (value.kind === 'subject') return <Named name={value.name} />
  if (value.kind === 'more') return <span className="text-muted">{t('expandMore', { count: value.count })}</span>
  if (value.kind !== 'relation') return <span className="text-muted">{t(JOINS[value.kind])}</span>
  const [object = '', relation = ''] = value.name.split(/#(?=[^#]*$)/)
  return richText((values) => t('relationOn', values), {
    relation: <b className="font-medium">{words.titleOf(typeOf(object), relation)}</b>,
    object: <NameInText name={object} />,
  })
}

const JOINS = {
  union: 'joinAny',
  intersection: 'joinAll',
  difference: 'joinButNot',
  subtract: 'not',
  tuples: 'expandTuples',
  from: 'expandFrom',
} as const satisfies Partial<Record<Composition['kind'], string>>

type Branches = ReturnType<typeof compositionOf>

function useComposition(question: Question) {
  const client = useClient()
  const { id: store } = useStore()
  const [nodes, setNodes] = useState<Branches>([])
  const [failure, setFailure] = useState<LocknessError>()
  useEffect(() => {
    const asking = new AbortController()
    const { object, permission } = question
    setNodes([])
    setFailure(undefined)
    askLevel(client, store, question, `${object}#${permission}`, asking.signal).then(
      (tree) => setNodes(compositionOf(tree)),
      (error: unknown) => {
        if (!asking.signal.aborted && isAnswered(error)) setFailure(error)
      },
    )
    return () => asking.abort()
  }, [client, store, question])
  /** What is below a node, when it is opened for the first time. */
  const open = useCallback(
    (id: string) => {
      const name = nameToAsk(nodes, id)
      if (name === undefined) return
      askLevel(client, store, question, name, new AbortController().signal).then(
        (tree) => setNodes((before) => withLevel(before, id, tree)),
        (error: unknown) => {
          if (isAnswered(error)) setFailure(error)
        },
      )
    },
    [client, store, question, nodes],
  )
  return { nodes, failure, open }
}

async function askLevel(
  client: Client,
  store: string,
  question: Question,
  name: string,
  signal: AbortSignal,
): Promise<ExpandNode> {
  const [object = '', relation = ''] = name.split(/#(?=[^#]*$)/)
  return (await client.access.expand({ ...situationOf(store, question), object, relation }, { signal })).tree
}

/** A relation that has not been looked into yet. */
function nameToAsk(nodes: Branches, id: string): string | undefined {
  for (const node of nodes) {
    if (node.id === id) return node.value.isOpen === false ? node.value.name : undefined
    const found = node.children && id.startsWith(`${node.id}.`) ? nameToAsk(node.children, id) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
