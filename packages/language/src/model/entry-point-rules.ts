// Whether a relation can be held by anybody at all. A relation is open when some chain of definitions ends at a plain
// type or a wildcard: the least fixpoint over all relations, found by asking again whatever a newly open relation
// might open. Work is proportional to the size of the definitions times the number of operands they have.

import type { Definition, RelationSyntax, TypeSyntax } from '../syntax/document.ts'
import { type Finding, leaves, relationsByName, type Subject, typesByName } from './finding.ts'

export function entryPointFindings(subject: Subject): Finding[] {
  const open = openRelations(subject)
  const findings: Finding[] = []
  for (const type of subject.types) {
    for (const { name, definition } of type.relations) {
      if (!definition || open.has(nodeKey(type.name.text, name.text))) continue
      const about = { type: type.name.text, relation: name.text }
      const message = `nobody can ever be \`${name.text}\` of \`${type.name.text}\`: no way to it begins at a type of subjects`
      findings.push({ code: 'relation-no-entry-point', message, range: name, about })
    }
  }
  return findings
}

interface Node {
  readonly key: string
  readonly type: TypeSyntax
  readonly definition: Definition
}

function openRelations(subject: Subject): Set<string> {
  const types = typesByName(subject)
  const relations = new Map([...types].map(([name, type]) => [name, relationsByName(type)]))
  const nodes: Node[] = []
  const dependents = new Map<string, Node[]>()
  for (const type of types.values()) {
    for (const { name, definition } of type.relations) {
      if (!definition) continue
      const node = { key: nodeKey(type.name.text, name.text), type, definition }
      nodes.push(node)
      for (const key of new Set(dependencies(definition, type, relations))) {
        const others = dependents.get(key)
        if (others) others.push(node)
        else dependents.set(key, [node])
      }
    }
  }
  const open = new Set<string>()
  const queue = nodes
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (open.has(node.key) || !isOpen(node.definition, node.type, relations, open)) continue
    open.add(node.key)
    for (const dependent of dependents.get(node.key) ?? []) queue.push(dependent)
  }
  return open
}

type RelationsOfTypes = ReadonlyMap<string, ReadonlyMap<string, RelationSyntax>>

function isOpen(
  definition: Definition,
  type: TypeSyntax,
  relations: RelationsOfTypes,
  open: ReadonlySet<string>,
): boolean {
  switch (definition.kind) {
    case 'restrictions':
      return definition.entries.some(
        (entry) => !entry.relation || open.has(nodeKey(entry.type.text, entry.relation.text)),
      )
    case 'reference':
    case 'arrow':
      return [...dependencies(definition, type, relations)].some((key) => open.has(key))
    case 'union':
      return definition.operands.some((operand) => isOpen(operand, type, relations, open))
    case 'intersection':
    case 'exclusion':
      return definition.operands.every((operand) => isOpen(operand, type, relations, open))
  }
}

function* dependencies(definition: Definition, type: TypeSyntax, relations: RelationsOfTypes): Generator<string> {
  for (const leaf of leaves(definition)) {
    if (leaf.kind === 'reference') yield nodeKey(type.name.text, leaf.relation.text)
    if (leaf.kind === 'restrictions') {
      for (const { type: target, relation } of leaf.entries) if (relation) yield nodeKey(target.text, relation.text)
    }
    if (leaf.kind !== 'arrow') continue
    for (const tupleset of leaves(relations.get(type.name.text)?.get(leaf.tupleset.text)?.definition)) {
      if (tupleset.kind !== 'restrictions') continue
      for (const { type: parent } of tupleset.entries) yield nodeKey(parent.text, leaf.relation.text)
    }
  }
}

/** A type's name has no `#`, so the key is unambiguous. */
function nodeKey(type: string, relation: string): string {
  return `${type}#${relation}`
}
