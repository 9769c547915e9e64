// A graph from the tuples in the database. A small one is built here, page by page; with what would keep everybody else
// waiting, another thread is trusted.

import { randomInt } from 'node:crypto'
import { Graph, GraphBuilder } from '@lockness/authz'
import type { Snapshot } from '../store/export.ts'
import type { GraphWork } from './graph-work.ts'

export interface LoadOptions {
  readonly storeId: string
  readonly snapshot: Snapshot
  readonly work?: Pick<GraphWork, 'build'>
}

/** To build so many takes some hundredths of a second, as beginning a thread does. */
const HERE_TUPLES_MAX = 20_000

export async function loadGraph({ storeId, snapshot, work }: LoadOptions): Promise<Graph> {
  const { revision, tuples } = snapshot
  // Secret, so that strangers cannot choose ids that fall into one place of a table.
  const hashSeed = randomInt(2 ** 32)
  const builder = new GraphBuilder(hashSeed)
  let count = 0
  for await (const page of tuples) {
    count += page.length
    if (work && count > HERE_TUPLES_MAX) return Graph.attach(await work.build(storeId, revision, hashSeed))
    for (const tuple of page) builder.add(tuple)
  }
  return new Graph(builder.finish(revision), hashSeed)
}
