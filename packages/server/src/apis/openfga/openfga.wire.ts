// Answers in OpenFGA's shapes: protojson with everything written out, also what is empty; names with underscores, save
// for the keys of rewrites; times in UTC.

import { type ExpandNode, parseSubject, type Tuple } from '@lockness/authz'
import type { Assertion, StoredTuple, StoreRecord, TupleChange } from './openfga.port.ts'

export function storeOut({ id, name, createdAt, updatedAt }: StoreRecord): object {
  return { id, name, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() }
}

export function tupleKeyOut({ subject, relation, object, condition }: Tuple): object {
  const told = condition ? { name: condition.name, context: condition.context ?? {} } : null
  return { user: subject, relation, object, condition: told }
}

export function storedTupleOut({ tuple, at }: StoredTuple): object {
  return { key: tupleKeyOut(tuple), timestamp: at.toISOString() }
}

export function changeOut({ tuple, operation, at }: TupleChange): object {
  const name = operation === 'write' ? 'TUPLE_OPERATION_WRITE' : 'TUPLE_OPERATION_DELETE'
  return { tuple_key: tupleKeyOut(tuple), operation: name, timestamp: at.toISOString() }
}

export function assertionOut({ question, expectation, contextualTuples, context }: Assertion): object {
  const { subject, relation, object } = question
  return {
    tuple_key: { object, relation, user: subject },
    expectation,
    contextual_tuples: contextualTuples.map(tupleKeyOut),
    context: context ?? null,
  }
}

/** `user:*`, `user:anne` or `group:eng#member`, as a list of users says them. */
export function userOut(text: string): object {
  const { type, id, relation } = parseSubject(text)!
  if (relation !== '') return { userset: { type, id, relation } }
  return id === '*' ? { wildcard: { type } } : { object: { type, id } }
}

export function nodeOut(node: ExpandNode): object {
  const { name } = node
  if ('subjects' in node) return { name, leaf: { users: { users: node.subjects } } }
  if ('tupleset' in node) {
    return {
      name,
      leaf: { tupleToUserset: { tupleset: node.tupleset, computed: node.computed.map((userset) => ({ userset })) } },
    }
  }
  if ('computed' in node) return { name, leaf: { computed: { userset: node.computed } } }
  if ('union' in node) return { name, union: { nodes: node.union.map(nodeOut) } }
  if ('intersection' in node) return { name, intersection: { nodes: node.intersection.map(nodeOut) } }
  return { name, difference: { base: nodeOut(node.difference.base), subtract: nodeOut(node.difference.subtract) } }
}
