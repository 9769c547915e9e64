// Places for the boxes of a drawing: in layers, so that all arrows point one way, from whoever is asked about to what is asked.

import dagre from '@dagrejs/dagre'
import type { Box, Drawing } from './proof-drawing.ts'

export interface Placed {
  readonly box: Box
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** `across`: from left to right. `up`: from below, where it is higher than it is wide. */
export type Direction = 'across' | 'across-reversed' | 'up'

export interface Layout {
  readonly direction: Direction
  readonly places: readonly Placed[]
  readonly width: number
  readonly height: number
}

/** The one that was best, and for how much room. */
export interface FittedLayout extends Layout {
  readonly room: number
}

const RANKS: Readonly<Record<Direction, string>> = { across: 'LR', 'across-reversed': 'RL', up: 'BT' }
const SIZES: Readonly<Record<Box['kind'], { readonly width: number; readonly height: number }>> = {
  relation: { width: 216, height: 58 },
  subject: { width: 176, height: 44 },
  group: { width: 96, height: 32 },
}
const REASON_HEIGHT = 34

/** The one that can be shown larger in the room that there is. */
export function bestLayout(
  drawing: Drawing,
  directions: readonly Direction[],
  room: { readonly width: number; readonly height: number },
): FittedLayout {
  const layouts = directions.map((direction) => layoutOf(drawing, direction))
  const scaleOf = ({ width, height }: Layout) => Math.min(1, room.width / width, room.height / height)
  const best = layouts.reduce((one, other) => (scaleOf(other) > scaleOf(one) ? other : one))
  return { ...best, room: room.width }
}

function layoutOf(drawing: Drawing, direction: Direction): Layout {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({
    rankdir: RANKS[direction],
    nodesep: 20,
    ranksep: direction === 'up' ? 48 : 96,
    marginx: 8,
    marginy: 8,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const box of drawing.boxes) graph.setNode(box.id, sizeOf(box))
  for (const { from, to } of drawing.arrows) graph.setEdge(from, to)
  dagre.layout(graph)
  const places = drawing.boxes.map((box) => {
    const { x, y, width, height } = graph.node(box.id)
    return { box, x: x - width / 2, y: y - height / 2, width, height }
  })
  const width = Math.max(1, ...places.map((place) => place.x + place.width))
  const height = Math.max(1, ...places.map((place) => place.y + place.height))
  return { direction, places, width, height }
}

function sizeOf(box: Box): { width: number; height: number } {
  const { width, height } = SIZES[box.kind]
  const hasReason = box.kind !== 'group' && (box.node?.reasons.length ?? 0) > 0 && box.result !== 'yes'
  return { width, height: height + (hasReason ? REASON_HEIGHT : 0) }
}
