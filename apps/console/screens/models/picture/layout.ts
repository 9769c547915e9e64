// Where the boxes of a drawing stand: in layers, what is leant on below what leans, with as few crossings as dagre finds. Types
// that touch nothing stand in a block of their own below.

import { Graph, layout } from '@dagrejs/dagre'
import type { Drawing, DrawnType } from './drawing.ts'

export interface Spot {
  readonly x: number
  readonly y: number
}

export const BOX = { width: 190, height: 58 } as const
const GAP = 24
const COLUMNS_MAX = 5

export function layOut({ types, lines }: Drawing): ReadonlyMap<string, Spot> {
  const touched = new Set(lines.flatMap(({ from, to }) => (from === to ? [] : [from, to])))
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: 56, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { type } of types) if (touched.has(type)) graph.setNode(type, { ...BOX })
  for (const { from, to } of lines) if (from !== to) graph.setEdge(from, to)
  if (touched.size > 0) layout(graph)
  const spots = new Map<string, Spot>()
  let bottom = 0
  for (const type of graph.nodes()) {
    const { x = 0, y = 0 } = graph.node(type) as { readonly x?: number; readonly y?: number }
    spots.set(type, { x: x - BOX.width / 2, y: y - BOX.height / 2 })
    bottom = Math.max(bottom, y + BOX.height)
  }
  placeAlone(
    types.filter(({ type }) => !touched.has(type)),
    bottom,
    spots,
  )
  return spots
}

function placeAlone(types: readonly DrawnType[], top: number, spots: Map<string, Spot>): void {
  for (const [i, { type }] of types.entries()) {
    const [column, row] = [i % COLUMNS_MAX, Math.floor(i / COLUMNS_MAX)]
    spots.set(type, { x: column * (BOX.width + GAP), y: top + GAP + row * (BOX.height + GAP) })
  }
}
