// Images of graphs in files, so that a node that starts again does not have to read millions of tuples. An image says of
// which installation and store it is and which revision of the log it ends with; what is damaged, foreign or of another
// history is thrown away, and the database has the last word: the log must go on from the image's hash.
//
//   magic 8 bytes · length of the label 4 bytes · 4 zeros · sha256 of the label 32 bytes · label (JSON) · spaces to a
//   multiple of 16 · the graph's own image, which is under checksums of its own

import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Graph } from '@lockness/authz'
import { z } from 'zod'
import type { Start } from './feed.ts'
import type { GraphWork } from './graph-work.ts'

export interface ImagesOptions {
  readonly folder: string
  /** An image of another installation is no image, whatever its store is called. */
  readonly installationId: string
  readonly work: Pick<GraphWork, 'open' | 'write'>
  readonly report: (message: string) => void
  /** A smaller graph is built as quickly as its image is read. */
  readonly edgesMin?: number
}

const Label = z.strictObject({
  installation: z.string(),
  store: z.string(),
  epoch: z.int(),
  revision: z.int().min(0),
  chain: z.string().regex(/^[0-9a-f]{64}$/),
  versions: z.array(z.strictObject({ id: z.string(), since: z.int() })),
})
type Label = z.infer<typeof Label>

const MAGIC = Buffer.from('LCKNIMG1')
const PREAMBLE_BYTES = 48
const ALIGNMENT = 16
const LABEL_BYTES_MAX = 16 * 1024 * 1024
const EDGES_MIN = 20_000
const READ_BYTES = 8 * 1024 * 1024
/** To prove a larger one takes longer than others should wait. */
const PROVED_HERE_BYTES_MAX = 64 * 1024 * 1024

export class Images {
  private readonly options: ImagesOptions
  /** The revisions that lie in the files. */
  private readonly saved = new Map<string, number>()

  constructor(options: ImagesOptions) {
    this.options = options
  }

  /** What the store's image holds; undefined when there is none that can be used. */
  async open(storeId: string): Promise<Start | undefined> {
    const bytes = await readShared(this.fileOf(storeId)).catch((error) => {
      if (error.code !== 'ENOENT') this.options.report(`the image of \`${storeId}\` was not read: ${String(error)}`)
      return undefined
    })
    if (!bytes) return undefined
    const read = readHead(bytes)
    const isOurs = read && read.label.installation === this.options.installationId && read.label.store === storeId
    const graph = isOurs ? await this.prove(bytes.subarray(read.end)).catch(() => undefined) : undefined
    if (!graph || graph.revision !== read?.label.revision) {
      await this.discard(storeId, 'it is damaged, or of something else')
      return undefined
    }
    const { epoch, revision, chain, versions } = read.label
    this.saved.set(storeId, revision)
    const position = { epoch, revision, chain: Buffer.from(chain, 'hex') }
    return { graph, position, versions, chains: new Map() }
  }

  /** Writes the image in another thread, unless there is one of this revision, or it is not worth it. */
  async save(storeId: string, { graph, position, versions }: Start): Promise<void> {
    const { edgesMin = EDGES_MIN, folder, installationId, work, report } = this.options
    const { epoch, revision, chain } = position
    if (this.saved.get(storeId) === revision) return
    const frozen = graph.share()
    if (frozen.base.forward.reduce((sum, { nodes }) => sum + nodes.length, 0) < edgesMin) return
    const label = {
      installation: installationId,
      store: storeId,
      epoch,
      revision,
      chain: chain.toString('hex'),
      versions,
    }
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await work.write(this.fileOf(storeId), makeHead({ ...label, versions: [...versions] }), frozen)
      this.saved.set(storeId, revision)
    } catch (error) {
      report(`the image of \`${storeId}\` was not written: ${String(error)}`)
    }
  }

  async discard(storeId: string, why: string): Promise<void> {
    this.saved.delete(storeId)
    this.options.report(`the image of \`${storeId}\` is thrown away: ${why}`)
    await rm(this.fileOf(storeId), { force: true }).catch((error) =>
      this.options.report(`the image of \`${storeId}\` cannot be removed: ${String(error)}`),
    )
  }

  private async prove(image: Uint8Array): Promise<Graph | undefined> {
    if (image.length > PROVED_HERE_BYTES_MAX) {
      const frozen = await this.options.work.open(image)
      return frozen && Graph.attach(frozen)
    }
    const opened = Graph.open(image)
    return opened.ok ? opened.value : undefined
  }

  /** Ids of stores may be anything. */
  private fileOf(storeId: string): string {
    return join(this.options.folder, `${createHash('sha256').update(storeId).digest('hex')}.graph`)
  }
}

function makeHead(label: Label): Uint8Array {
  const text = Buffer.from(JSON.stringify(label))
  const head = Buffer.alloc(Math.ceil((PREAMBLE_BYTES + text.length) / ALIGNMENT) * ALIGNMENT, ' ')
  head.fill(0, 0, PREAMBLE_BYTES)
  MAGIC.copy(head)
  head.writeUInt32LE(text.length, 8)
  createHash('sha256').update(text).digest().copy(head, 16)
  text.copy(head, PREAMBLE_BYTES)
  return head
}

/** The label, and where the image begins. */
function readHead(bytes: Uint8Array): { readonly label: Label; readonly end: number } | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (head.length < PREAMBLE_BYTES || !head.subarray(0, 8).equals(MAGIC) || head.readUInt32LE(12) !== 0)
    return undefined
  const length = head.readUInt32LE(8)
  const end = Math.ceil((PREAMBLE_BYTES + length) / ALIGNMENT) * ALIGNMENT
  if (length > LABEL_BYTES_MAX || end > head.length) return undefined
  const text = Buffer.from(head.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + length))
  const isFilled = head.subarray(PREAMBLE_BYTES + length, end).every((byte) => byte === 0x20)
  if (!isFilled || !createHash('sha256').update(text).digest().equals(head.subarray(16, PREAMBLE_BYTES)))
    return undefined
  const parsed = Label.safeParse(JSON.parse(text.toString('utf8')))
  return parsed.success ? { label: parsed.data, end } : undefined
}

/** The file in shared memory, read in pieces so that others may work in between. */
async function readShared(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const bytes = new Uint8Array(new SharedArrayBuffer(size))
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(READ_BYTES, size - at), at)
      if (bytesRead === 0) return bytes.subarray(0, at)
      at += bytesRead
    }
    return bytes
  } finally {
    await handle.close()
  }
}
