// Where the boxes of a drawing stand. A module's types stand together in a frame, what leans above what it leans on, and never
// wider than they are high by much: a drawing in layers alone puts everything that everybody leans on into one row, and
// with forty types nothing in it can be read. The frames are then put beside each other like books on shelves.

import type { Drawing, DrawnLine, DrawnType } from './drawing.ts'

export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Frame extends Spot {
  /** Empty where types are of no module. */
  readonly module: string
  readonly width: number
  readonly height: number
}

export interface Layout {
  readonly spots: ReadonlyMap<string, Spot>
  readonly frames: readonly Frame[]
}

export const BOX = { width: 172, height: 50 } as const
const GAP = { column: 18, row: 30 } as const
const FRAME = { side: 16, top: 38, bottom: 16, between: 28 } as const
/** Width by height, about that of a screen beside a navigation. */
const RATIO = 1.75

export function layOut({ types, lines }: Drawing): Layout {
  const groups = new Map<string, DrawnType[]>()
  for (const type of types) groups.set(type.module ?? '', [...(groups.get(type.module ?? '') ?? []), type])
  const blocks = [...groups].map(([module, members]) => blockOf(module, members, lines))
  const spots = new Map<string, Spot>()
  const frames = onShelves(blocks).map(({ block, x, y }) => {
    for (const [type, spot] of block.spots) spots.set(type, { x: x + spot.x, y: y + spot.y })
    return { module: block.module, x, y, width: block.width, height: block.height }
  })
  return { spots, frames }
}

interface Block {
  readonly module: string
  readonly spots: ReadonlyMap<string, Spot>
  readonly width: number
  readonly height: number
}

function blockOf(module: string, types: readonly DrawnType[], lines: readonly DrawnLine[]): Block {
  const rows = rowsOf(types, lines)
  const spots = new Map<string, Spot>()
  const columns = Math.max(...rows.map((row) => row.length))
  const step = BOX.width + GAP.column
  for (const [r, row] of rows.entries())
    for (const [c, type] of row.entries()) {
      const x = FRAME.side + (c + (columns - row.length) / 2) * step
      spots.set(type, { x, y: FRAME.top + r * (BOX.height + GAP.row) })
    }
  return {
    module,
    spots,
    width: columns * step - GAP.column + 2 * FRAME.side,
    height: rows.length * (BOX.height + GAP.row) - GAP.row + FRAME.top + FRAME.bottom,
  }
}

/** The types in rows: who leans first, each as near as can be to those above that lean on it. */
function rowsOf(types: readonly DrawnType[], lines: readonly DrawnLine[]): string[][] {
  const inside = new Set(types.map(({ type }) => type))
  const within = lines.filter(({ from, to }) => from !== to && inside.has(from) && inside.has(to))
  const depths = depthsOf([...inside], within)
  const shape = ((BOX.height + GAP.row) * RATIO) / (BOX.width + GAP.column)
  const columns = Math.max(1, Math.ceil(Math.sqrt(types.length * shape)))
  const place = new Map<string, number>()
  const layers = Map.groupBy(inside, (type) => depths.get(type) ?? 0)
  const rows: string[][] = []
  for (const depth of [...layers.keys()].sort((a, b) => a - b)) {
    const layer = [...(layers.get(depth) ?? [])].sort((a, b) => wanted(a) - wanted(b))
    for (let i = 0; i < layer.length; i += columns) {
      const row = layer.slice(i, i + columns)
      for (const [c, type] of row.entries()) place.set(type, c - row.length / 2)
      rows.push(row)
    }
  }
  return rows

  function wanted(type: string): number {
    const above = within.flatMap(({ from, to }) => (to === type && place.has(from) ? [place.get(from)!] : []))
    return above.length === 0 ? 0 : above.reduce((sum, each) => sum + each, 0) / above.length
  }
}

/** How many others stand above each at least; a line that closes a circle counts for nothing. */
function depthsOf(types: readonly string[], lines: readonly DrawnLine[]): ReadonlyMap<string, number> {
  const leansOn = Map.groupBy(lines, ({ from }) => from)
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const isCircle = new Set<DrawnLine>()
  const visit = (type: string) => {
    state.set(type, 'open')
    for (const line of leansOn.get(type) ?? []) {
      const seen = state.get(line.to)
      if (seen === 'open') isCircle.add(line)
      else if (seen === undefined) visit(line.to)
    }
    state.set(type, 'done')
    order.unshift(type)
  }
  for (const type of types) if (!state.has(type)) visit(type)
  const depths = new Map(types.map((type) => [type, 0]))
  for (const type of order)
    for (const line of leansOn.get(type) ?? [])
      if (!isCircle.has(line)) depths.set(line.to, Math.max(depths.get(line.to)!, depths.get(type)! + 1))
  return depths
}

function onShelves(blocks: readonly Block[]): { readonly block: Block; readonly x: number; readonly y: number }[] {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + FRAME.between) * (height + FRAME.between), 0)
  const widest = Math.max(0, ...blocks.map(({ width }) => width))
  const limit = Math.max(widest, Math.sqrt(area * RATIO) * 1.08)
  const sorted = [...blocks].sort((a, b) => b.height - a.height || (a.module < b.module ? -1 : 1))
  const placed: { block: Block; x: number; y: number }[] = []
  const shelves: { y: number; height: number; x: number }[] = []
  for (const block of sorted) {
    let shelf = shelves.find(({ x, height }) => x + block.width <= limit && block.height <= height)
    if (!shelf) {
      const last = shelves.at(-1)
      shelf = { y: last ? last.y + last.height + FRAME.between : 0, height: block.height, x: 0 }
      shelves.push(shelf)
    }
    placed.push({ block, x: shelf.x, y: shelf.y })
    shelf.x += block.width + FRAME.between
  }
  return placed
}
