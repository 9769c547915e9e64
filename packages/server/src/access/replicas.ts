// The graphs that this node holds: one for each store that was asked about.

import type { Database } from '../store/database.ts'
import { Replica, type ReplicaOptions } from './replica.ts'

export interface Held {
  readonly storeId: string
  readonly epoch: number
  readonly revision: number
  /** When all of it was last seen to be what the database has, by the clock that only goes forward. */
  readonly confirmedAtMs: number
}

export class Replicas {
  private readonly byStore = new Map<string, Replica>()
  private readonly options: Omit<ReplicaOptions, 'storeId'>

  constructor(options: Omit<ReplicaOptions, 'storeId'> & { readonly database: Database }) {
    this.options = options
  }

  /** Loaded. A store that is not there leaves nothing behind. */
  async open(storeId: string): Promise<Replica> {
    let replica = this.byStore.get(storeId)
    if (!replica) {
      replica = new Replica({ ...this.options, storeId })
      this.byStore.set(storeId, replica)
    }
    try {
      await replica.ready()
      return replica
    } catch (error) {
      if (this.byStore.get(storeId) === replica) this.byStore.delete(storeId)
      throw error
    }
  }

  hint(storeId: string): void {
    this.byStore.get(storeId)?.hint()
  }

  /** What this node holds now, for those who look after it. */
  held(): Held[] {
    return [...this.byStore].flatMap(([storeId, replica]) => {
      const confirmedAtMs = replica.confirmedAtMs()
      return confirmedAtMs === undefined ? [] : [{ storeId, ...replica.position(), confirmedAtMs }]
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.byStore.values()].map((replica) => replica.close()))
  }
}
