// How large a graph is: its arrays, added up, and the edges of its base.

import type { Graph } from '@lockness/authz'

export interface GraphSize {
  readonly bytes: number
  readonly edges: number
}

export function sizeOfGraph(graph: Graph): GraphSize {
  const shared = graph.share()
  return { bytes: bytesOf(shared), edges: shared.base.forward.reduce((sum, { nodes }) => sum + nodes.length, 0) }
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, each) => sum + bytesOf(each), 0)
}
