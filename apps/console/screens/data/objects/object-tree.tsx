'use client'
// Things as they lie in each other, by what the catalog says a type is contained in. Branches come when they are opened, a
// page at a time.

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { Tree } from '#ui/tree.tsx'
import type { TreeNode } from '#ui/tree-rows.ts'
import { addressOf } from '../address.ts'
import { typeOf } from '../words.ts'
import { Thing, useLexicon } from '../words-context.tsx'
import { type Branch, childrenOf, nodesOf, type TreeValue } from './tree-branches.ts'

export interface ObjectTreeProps {
  /** Its things are the roots: those that lie in nothing. */
  readonly type?: string
  /** Or the things in this one. */
  readonly root?: string
}

export function ObjectTree({ type, root }: ObjectTreeProps) {
  const t = useMessages('data')
  const router = useRouter()
  const store = useStore().id
  const lexicon = useLexicon()
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const { branches, more, failure } = useBranches(type, root)
  const start = branches.get(ROOT)
  const mayHaveChildren = useCallback((name: string) => lexicon.containedIn(typeOf(name)).length > 0, [lexicon])
  const nodes = useMemo(() => nodesOf(branches, ROOT, mayHaveChildren), [branches, mayHaveChildren])
  if (failure) return <FailureState failure={failure} isSmall />
  if (!start) return <LoadingState label={t('loading')} lines={5} />
  if (start.items.length === 0)
    return <EmptyState isSmall title={t('nothingInsideTitle')} text={t('nothingInsideText')} />
  const open = (next: ReadonlySet<string>) => {
    setExpanded(next)
    for (const id of next) if (!branches.has(id)) more(id)
  }
  const choose = ({ id, value }: TreeNode<TreeValue>) => {
    if (value.kind === 'more') more(value.of)
    else if (value.kind === 'thing') router.push(addressOf(store, id))
  }
  return (
    <Tree
      label={t('treeLabel')}
      nodes={nodes}
      expanded={expanded}
      onExpandedChange={open}
      onSelect={choose}
      textOf={(value) => (value.kind === 'thing' ? value.name.slice(value.name.indexOf(':') + 1) : '')}
      renderNode={(value) => <TreeCell value={value} />}
      className="max-h-[65dvh] overflow-auto rounded-lg border border-line bg-surface p-2"
    />
  )
}

function TreeCell({ value }: { readonly value: TreeValue }) {
  const t = useMessages('data')
  if (value.kind === 'thing') return <Thing name={value.name} isPlain />
  if (value.kind === 'more') return <span className="text-accent-ink">{t('treeMore')}</span>
  return <span className="text-muted">{value.isEmpty ? t('treeEmpty') : t('loading')}</span>
}

const ROOT = ''
const PER_PAGE = 100

function useBranches(type: string | undefined, root: string | undefined) {
  const client = useClient()
  const store = useStore().id
  const lexicon = useLexicon()
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch>>(new Map())
  const [failure, setFailure] = useState<Failure>()
  const load = useCallback(
    async (id: string, before: Branch | undefined): Promise<Branch> => {
      const parent = id === ROOT ? root : id
      if (parent !== undefined) return childrenOf(client, store, lexicon.containedIn(typeOf(parent)), parent, before)
      const word = lexicon.type(type ?? '')
      const cursor = before?.next?.cursor
      const page = await client.object.list({
        store,
        type: type ?? '',
        containers: word?.containedIn ?? [],
        isOutermost: (word?.containedIn.length ?? 0) > 0,
        pageSize: PER_PAGE,
        ...(cursor !== undefined && { cursor }),
      })
      const items = [...(before?.items ?? []), ...page.items.map(({ object }) => object)]
      return { items, ...(page.cursor !== undefined && { next: { part: 0, cursor: page.cursor } }) }
    },
    [client, store, lexicon, type, root],
  )
  const more = useCallback(
    (id: string) => {
      const run = async () => {
        try {
          const branch = await load(id, branches.get(id))
          setBranches((before) => new Map(before).set(id, branch))
        } catch (error) {
          setFailure(failureOf(error))
        }
      }
      void run()
    },
    [load, branches],
  )
  const isStarted = branches.has(ROOT)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roots are asked for once
  useEffect(() => {
    if (!isStarted) more(ROOT)
  }, [isStarted])
  return { branches, more, failure }
}
