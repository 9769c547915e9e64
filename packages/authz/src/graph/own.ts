// The facts that a question brings along: a delta of their own, attributes of their own, and numbers of their own,
// above the graph's, for the names that the graph does not know.

import type { Tuple } from '../tuple.ts'
import { OWN_ATTRIBUTES } from './attribute-reader.ts'
import { Attributes } from './attributes.ts'
import { Delta } from './delta.ts'
import type { Graph } from './graph.ts'
import { encode, encoded } from './text-bytes.ts'
import { TupleParts } from './tuple-parts.ts'

interface OwnNames {
  readonly numbers: Map<string, number>
  readonly texts: string[]
}

export class Own {
  readonly delta = new Delta()
  attributes: Attributes | undefined
  /** For each type the first number of the question's own names: what the graph had when the question began. */
  private readonly firstNodes: number[]
  private readonly names: (OwnNames | undefined)[] = []

  constructor(graph: Graph, tuples: readonly Tuple[]) {
    const { registry } = graph
    const parts = new TupleParts(registry)
    this.firstNodes = graph.names.map(({ count }) => count)
    for (const tuple of tuples) {
      if (!parts.read(tuple.object, tuple.relation, tuple.subject, true)) {
        throw new Error(
          `not a tuple: object \`${tuple.object}\`, relation \`${tuple.relation}\`, subject \`${tuple.subject}\``,
        )
      }
      const { objectType, subjectType, objectTypeNumber, subjectTypeNumber } = registry.kinds[parts.kind]!
      graph.registerType(objectType)
      graph.registerType(subjectType)
      const object = this.intern(graph, objectTypeNumber, tuple.object.slice(parts.objectFrom))
      const subjectId = tuple.subject.slice(parts.subjectFrom, parts.subjectTo)
      const subject = parts.everybody ? 0 : this.intern(graph, subjectTypeNumber, subjectId)
      this.delta.record(parts.kind, object, subject, this.attributeOf(graph, tuple), 0, -1)
    }
  }

  firstNode(type: number): number {
    return this.firstNodes[type] ?? 0
  }

  nodes(type: number): number {
    return this.firstNode(type) + (this.names[type]?.texts.length ?? 0)
  }

  /** `known` is what the graph says now; a name that it learnt after the question began is not the question's. */
  node(type: number, id: string, known: number): number {
    const first = this.firstNode(type)
    if (known >= 0 && known < first) return known
    const own = this.names[type]?.numbers.get(id)
    return own === undefined ? -1 : first + own
  }

  id(type: number, node: number): string {
    return this.names[type]!.texts[node - this.firstNode(type)]!
  }

  copyId(type: number, node: number, into: Uint8Array, at: number): number {
    const text = this.id(type, node)
    encode(text, 0, text.length, 0)
    into.set(encoded.bytes.subarray(0, encoded.length), at)
    return encoded.length
  }

  private intern(graph: Graph, type: number, id: string): number {
    const node = this.node(type, id, graph.names[type]!.find(id))
    if (node >= 0) return node
    this.names[type] ??= { numbers: new Map(), texts: [] }
    const { numbers, texts } = this.names[type]
    numbers.set(id, texts.length)
    return this.firstNode(type) + texts.push(id) - 1
  }

  private attributeOf({ registry, hashSeed }: Graph, tuple: Tuple): number {
    if (!tuple.condition && tuple.expiresAt === undefined) return 0
    this.attributes ??= new Attributes(registry, hashSeed)
    const attribute = this.attributes.intern(tuple)
    return attribute === 0 ? 0 : OWN_ATTRIBUTES + attribute
  }
}
