// The branches of the tree that have come so far, and as nodes what is seen of them. What lies in a thing may be of several
// types, by several relations: they are asked for one after the other, a page at a time.

import type { Client } from '@lockness/client'
import type { TreeNode } from '#ui/tree-rows.ts'

export interface Branch {
  readonly items: readonly string[]
  /** Where it goes on: in which part, and there. */
  readonly next?: { readonly part: number; readonly cursor?: string }
}

export type TreeValue =
  | { readonly kind: 'thing'; readonly name: string }
  | { readonly kind: 'more'; readonly of: string }
  | { readonly kind: 'waiting'; readonly isEmpty: boolean }

interface Inside {
  readonly type: string
  readonly relations: readonly string[]
}

const PER_PAGE = 200

/** The next page of what lies in a thing. */
export async function childrenOf(
  client: Pick<Client, 'tuple'>,
  store: string,
  inside: readonly Inside[],
  parent: string,
  before: Branch | undefined,
): Promise<Branch> {
  const parts = inside.flatMap(({ type, relations }) => relations.map((relation) => ({ type, relation })))
  const items = [...(before?.items ?? [])]
  const known = new Set(items)
  let place = before ? before.next : { part: 0 }
  for (let taken = 0; place && taken < PER_PAGE; ) {
    const part = parts[place.part]
    if (!part) return { items }
    const from: { readonly cursor?: string } = 'cursor' in place ? { cursor: place.cursor } : {}
    const filter = { store, objectType: part.type, relation: part.relation, subject: parent, pageSize: PER_PAGE }
    const page = await client.tuple.read({ ...filter, ...from })
    taken += page.items.length
    for (const { object } of page.items) {
      if (known.has(object)) continue
      known.add(object)
      items.push(object)
    }
    place = page.cursor === undefined ? { part: place.part + 1 } : { part: place.part, cursor: page.cursor }
  }
  return { items, ...(place && place.part < parts.length && { next: place }) }
}

/** A thing that lies in itself, by whatever way, is not opened again. */
export function nodesOf(
  branches: ReadonlyMap<string, Branch>,
  id: string,
  mayHaveChildren: (name: string) => boolean,
  above: ReadonlySet<string> = new Set(),
): TreeNode<TreeValue>[] {
  const branch = branches.get(id)
  if (!branch) return [{ id: `${id} waiting`, value: { kind: 'waiting', isEmpty: false } }]
  const path = new Set(above).add(id)
  const nodes = branch.items.map((name): TreeNode<TreeValue> => {
    const value = { kind: 'thing' as const, name }
    if (path.has(name) || !mayHaveChildren(name)) return { id: name, value }
    return { id: name, value, children: nodesOf(branches, name, mayHaveChildren, path) }
  })
  if (branch.next) nodes.push({ id: `${id} more`, value: { kind: 'more', of: id } })
  return nodes.length > 0 ? nodes : [{ id: `${id} empty`, value: { kind: 'waiting', isEmpty: true } }]
}
