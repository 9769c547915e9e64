// The floors of the database, asked of their own process: see raw-database.ts.

import type { Installation } from './installation.ts'
import { CLIENT_CORE, startWorker, type Worker } from './programs.ts'
import type { Amount, BuildFigures, BulkFigures, CommitFigures, NotifyFigures, RawJob } from './raw-database.ts'

export class Raw {
  private readonly worker: Worker<RawJob, unknown> = startWorker('raw-database.ts', { core: CLIENT_CORE })

  async open(connection: Installation['connection']): Promise<void> {
    await this.worker.ask({ kind: 'open', connection })
  }

  async commits(connections: number, forMs: number): Promise<CommitFigures> {
    return (await this.worker.ask({ kind: 'commits', connections, forMs })) as CommitFigures
  }

  async insert(amount: Amount): Promise<BulkFigures> {
    return (await this.worker.ask({ kind: 'insert', ...amount })) as BulkFigures
  }

  async copyIn(amount: Amount): Promise<BulkFigures> {
    return (await this.worker.ask({ kind: 'copyIn', ...amount })) as BulkFigures
  }

  async build(store: string): Promise<BuildFigures> {
    return (await this.worker.ask({ kind: 'build', store })) as BuildFigures
  }

  async notify(times: number): Promise<NotifyFigures> {
    return (await this.worker.ask({ kind: 'notify', times })) as NotifyFigures
  }

  stop(): Promise<void> {
    return this.worker.stop()
  }
}
