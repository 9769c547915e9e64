// What a caller may call a model by: its id, or `label:` and a label. Labels move only in revisions, so what was read
// of them holds until the store moves on; a question by a label asks the database once for each revision at most.

import { AppError } from '../errors.ts'

const PREFIX = 'label:'
const STORES_MAX = 1_000

interface Label {
  readonly label: string
  readonly model: string
}

/** The labels of a store, as the database has them. */
export type ReadLabels = (storeId: string) => Promise<readonly Label[]>

interface Known {
  readonly revision: number
  readonly labels: Promise<readonly Label[]>
}

export class ModelNames {
  private readonly readLabels: ReadLabels
  private readonly known = new Map<string, Known>()

  constructor(readLabels: ReadLabels) {
    this.readLabels = readLabels
  }

  /** The id. `revision`: what the asking node has seen of the store; what was labelled by then is known. */
  resolve(storeId: string, wanted: string, revision: number): string | Promise<string> {
    return wanted.startsWith(PREFIX) ? this.find(storeId, wanted.slice(PREFIX.length), revision) : wanted
  }

  private async find(storeId: string, label: string, revision: number): Promise<string> {
    const found = (await this.labelsOf(storeId, revision)).find((each) => each.label === label)
    if (found) return found.model
    throw new AppError('not_found', `there is no label \`${label}\``, { detail: { what: 'label' } })
  }

  private labelsOf(storeId: string, revision: number): Promise<readonly Label[]> {
    const known = this.known.get(storeId)
    if (known && known.revision >= revision) return known.labels
    const labels = this.readLabels(storeId)
    this.known.delete(storeId)
    if (this.known.size >= STORES_MAX) this.known.delete(this.known.keys().next().value ?? '')
    this.known.set(storeId, { revision, labels })
    labels.catch(() => {
      if (this.known.get(storeId)?.labels === labels) this.known.delete(storeId)
    })
    return labels
  }
}
