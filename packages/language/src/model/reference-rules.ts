// Whether every name in a definition leads to something: types, relations, what a `from` goes through.

import type { Fix } from '../syntax/diagnostic.ts'
import { renameFix } from '../syntax/did-you-mean.ts'
import type { Arrow, Name, RestrictionSyntax, Restrictions, TypeSyntax } from '../syntax/document.ts'
import { restrictionText } from '../syntax/print-syntax.ts'
import { type Finding, leaves, relationsByName, type Subject, typesByName } from './finding.ts'

export function referenceFindings(subject: Subject): Finding[] {
  const findings: Finding[] = []
  const model = new References(subject)
  for (const type of subject.types) {
    const relations = relationsByName(type)
    for (const { name, definition } of type.relations) {
      const about = { type: type.name.text, relation: name.text }
      for (const leaf of leaves(definition)) {
        for (const finding of model.leaf(leaf, name, relations, about)) findings.push(finding)
      }
    }
  }
  return findings
}

type About = NonNullable<Finding['about']>
type Relations = ReturnType<typeof relationsByName>
type Leaf = ReturnType<typeof leaves> extends Generator<infer Each> ? Each : never

/** Looking for what was meant takes time with every name there is; nobody reads that many. */
const SUGGESTIONS_MAX = 100

class References {
  readonly #types: Map<string, TypeSyntax>
  readonly #relations = new Map<string, Relations>()
  readonly #conditions: ReadonlySet<string>
  #suggestions = 0

  constructor(subject: Subject) {
    this.#types = typesByName(subject)
    for (const [name, type] of this.#types) this.#relations.set(name, relationsByName(type))
    this.#conditions = new Set(subject.conditions.map(({ name }) => name.text))
  }

  *leaf(leaf: Leaf, relation: Name, relations: Relations, about: About): Generator<Finding> {
    if (leaf.kind === 'restrictions') yield* this.#restrictions(leaf, relation, about)
    if (leaf.kind === 'reference') yield* this.#reference(leaf.relation, relations, about)
    if (leaf.kind === 'arrow') yield* this.#arrow(leaf, relations, about)
  }

  *#restrictions({ entries }: Restrictions, relation: Name, about: About): Generator<Finding> {
    if (entries.length === 0) {
      const message = `relation \`${relation.text}\` can be given to nobody: its list of types is empty`
      yield { code: 'assignable-relation-must-have-type', message, range: relation, about }
    }
    for (const entry of entries) yield* this.#restriction(entry, about)
  }

  *#restriction(entry: RestrictionSyntax, about: About): Generator<Finding> {
    const { type, relation, wildcard, condition } = entry
    const relations = this.#relations.get(type.text)
    if (!relations) {
      const fix = this.#nearest(type, this.#types.keys())
      yield { code: 'invalid-type', message: `there is no type \`${type.text}\``, range: type, about, fix }
    }
    if (condition && !this.#conditions.has(condition.text)) {
      const fix = this.#nearest(condition, this.#conditions)
      const message = `there is no condition \`${condition.text}\``
      yield { code: 'condition-not-defined', message, range: condition, about, fix }
    }
    if (wildcard && relation) {
      const message = `\`${type.text}\` cannot be everybody and \`#${relation.text}\` at once`
      yield { code: 'type-wildcard-relation', message, range: entry, about }
    } else if (relation && relations && !relations.has(relation.text)) {
      const fix = this.#nearest(relation, relations.keys())
      const message = `type \`${type.text}\` has no relation \`${relation.text}\``
      const range = { from: type.from, to: relation.to }
      yield { code: 'invalid-relation-type', message, range, about, fix }
    }
  }

  *#arrow(arrow: Arrow, relations: Relations, about: About): Generator<Finding> {
    const { relation: target, tupleset } = arrow
    const through = relations.get(tupleset.text)
    if (!through) {
      const fix = this.#nearest(tupleset, relations.keys())
      const message = `type \`${about.type}\` has no relation \`${tupleset.text}\``
      yield { code: 'invalid-relation-type', message, range: arrow, about, fix }
      return
    }
    const entries = through.definition?.kind === 'restrictions' ? through.definition.entries : []
    const indirect = entries.filter(({ wildcard, relation }) => wildcard || relation)
    if (entries.length === 0 || indirect.length > 0) {
      const reason = entries.length === 0 ? 'is computed' : `allows \`${restrictionText(indirect[0]!)}\``
      const message = `\`from ${tupleset.text}\` needs a relation to plain objects, but \`${tupleset.text}\` ${reason}`
      yield { code: 'tupleuserset-not-direct', message, range: tupleset, about }
    }
    const parents = entries.filter(({ wildcard, relation }) => !wildcard && !relation)
    if (
      parents.length < entries.length ||
      parents.some(({ type }) => this.#relations.get(type.text)?.has(target.text))
    ) {
      return
    }
    const candidates = parents.flatMap(({ type }) => [...(this.#relations.get(type.text)?.keys() ?? [])])
    const fix = this.#nearest(target, candidates)
    for (const { type: parent } of parents) {
      const message = `\`${target.text} from ${tupleset.text}\` leads nowhere: type \`${parent.text}\` has no relation \`${target.text}\``
      yield { code: 'invalid-relation-on-tupleset', message, range: arrow, about, fix }
    }
  }

  *#reference(target: Name, relations: Relations, about: About): Generator<Finding> {
    if (relations.has(target.text)) return
    const fix = this.#nearest(target, relations.keys())
    const message = `type \`${about.type}\` has no relation \`${target.text}\``
    yield { code: 'missing-definition', message, range: target, about, fix }
  }

  #nearest(word: Name, candidates: Iterable<string>): Fix | undefined {
    return this.#suggestions++ < SUGGESTIONS_MAX ? renameFix(word.text, word, candidates) : undefined
  }
}
