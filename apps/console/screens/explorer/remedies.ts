// What would turn a no into a yes: small sets of tuples that are missing. Candidates are read off the proof, where
// each branch says which tuple it lacked; whether one really helps is not guessed but asked of the server, as a question
// with these tuples brought along. Where something would have to be taken away instead, nothing is suggested.

import type { Tuple } from '@lockness/authz'
import type { Client } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { situationOf } from './answer.ts'
import { type Proof, type ProofNode, ROOT } from './proof.ts'
import { type Question, typeOf } from './question.ts'
import type { Risk, Words } from './vocabulary.ts'

export interface Remedy {
  readonly added: readonly Tuple[]
  /** Tuples that are there and would be replaced by ones without an end or a condition. */
  readonly replaced: readonly Tuple[]
  readonly risk: Risk | undefined
}

const TUPLES_MAX = 3
const PER_NODE_MAX = 12
const TRIED_MAX = 16
const SHOWN_MAX = 5
const RISKS: readonly (Risk | undefined)[] = ['low', 'medium', undefined, 'high', 'critical']

/** Sets of tuples that might help, the least risky first. */
export function candidatesOf(proof: Proof, subject: string, words: Words): readonly Remedy[] {
  const found = new CandidateFinder(proof, subject, words).of(ROOT)
  const asked = proof.nodes.get(ROOT)?.object
  // Of the same size and risk, what is about the thing itself comes before what is about its company.
  const distanceOf = ({ added }: Remedy) => added.filter(({ object }) => object !== asked).length
  return [...found].sort((a, b) => byRiskAndSize(a, b) || distanceOf(a) - distanceOf(b)).slice(0, TRIED_MAX)
}

/** Those that do help, without those that hold more than needed. */
export async function remediesFor(
  client: Client,
  store: string,
  question: Question,
  candidates: readonly Remedy[],
  signal: AbortSignal,
): Promise<readonly Remedy[]> {
  const helps = await Promise.all(candidates.map((each) => wouldHelp(client, store, question, each, signal)))
  const helpful = candidates.filter((_, index) => helps[index])
  return helpful.filter((each) => !helpful.some((other) => other !== each && isWithin(other, each))).slice(0, SHOWN_MAX)
}

async function wouldHelp(
  client: Client,
  store: string,
  question: Question,
  { added }: Remedy,
  signal: AbortSignal,
): Promise<boolean> {
  const { subject, permission: relation, object, facts } = question
  const situation = {
    ...situationOf(store, question),
    contextualTuples: [...facts, ...added],
    purpose: 'probe' as const,
  }
  try {
    return (await client.access.check({ ...situation, subject, relation, object }, { signal })).allowed
  } catch (error) {
    // With it the answer would depend on what nobody has said: that is no help.
    if (isAnswered(error) && error.kind === 'server' && error.status !== undefined && error.status < 500) return false
    throw error
  }
}

class CandidateFinder {
  private readonly known = new Map<number, readonly Remedy[]>()
  private readonly proof: Proof
  private readonly subject: string
  private readonly words: Words

  constructor(proof: Proof, subject: string, words: Words) {
    this.proof = proof
    this.subject = subject
    this.words = words
  }

  of(id: number): readonly Remedy[] {
    const known = this.known.get(id)
    if (known) return known
    // A branch that leads back to itself needs nothing but itself.
    this.known.set(id, [])
    const node = this.proof.nodes.get(id)
    const found = node ? this.ofNode(node) : []
    this.known.set(id, found)
    return found
  }

  private ofNode(node: ProofNode): readonly Remedy[] {
    if (node.result === 'yes') return [NOTHING]
    if (node.kind === 'tuple') return this.ofTuple(node)
    const own = node.kind === 'relation' ? this.named(node.object, node.relation) : []
    return smallest([...own, ...this.ofChildren(node)])
  }

  private ofTuple({ tuple, reasons, children }: ProofNode): readonly Remedy[] {
    if (tuple && reasons.some(({ kind }) => kind === 'expired' || kind === 'conditionFalse')) {
      const { object, relation, subject } = tuple
      const isFree = this.allows(object, relation, subject)
      const fresh = reasons.some(({ kind }) => kind === 'expired') && tuple.condition
      if (!isFree && !fresh) return []
      const { expiresAt: _, ...lasting } = tuple
      const added = [fresh ? lasting : { object, relation, subject }]
      return [{ added, replaced: [tuple], risk: this.riskOf(object, relation) }]
    }
    return children.length === 1 ? this.of(children[0]!.to) : []
  }

  private ofChildren({ join, children }: ProofNode): readonly Remedy[] {
    const [first, ...rest] = children
    if (!first) return []
    if (join === 'any') return children.flatMap(({ to }) => this.of(to))
    if (join === 'all') return rest.reduce((sets, { to }) => smallest(crossed(sets, this.of(to))), this.of(first.to))
    const isBlocked = children.some(({ to, isNegated }) => isNegated && this.proof.nodes.get(to)?.result !== 'no')
    return isBlocked || first.isNegated ? [] : this.of(first.to)
  }

  /** To name the subject itself, where the model allows that without a condition. */
  private named(object: string, relation: string): readonly Remedy[] {
    if (!this.allows(object, relation, this.subject)) return []
    const added = [{ object, relation, subject: this.subject }]
    return [{ added, replaced: [], risk: this.riskOf(object, relation) }]
  }

  private allows(object: string, relation: string, subject: string): boolean {
    const form = /#([^#]+)$/.exec(subject)?.[1]
    const isEverybody = subject.endsWith(':*')
    return (this.words.relation(typeOf(object), relation)?.direct ?? []).some(
      (direct) =>
        direct.condition === undefined &&
        direct.type === typeOf(subject) &&
        (direct.isEverybody ?? false) === isEverybody &&
        direct.relation === form,
    )
  }

  private riskOf(object: string, relation: string): Risk | undefined {
    return this.words.relation(typeOf(object), relation)?.risk
  }
}

const NOTHING: Remedy = { added: [], replaced: [], risk: 'low' }

function crossed(sets: readonly Remedy[], others: readonly Remedy[]): Remedy[] {
  return sets.flatMap((set) => others.map((other) => joined(set, other)))
}

function joined(a: Remedy, b: Remedy): Remedy {
  const added = new Map([...a.added, ...b.added].map((tuple) => [keyOf(tuple), tuple]))
  const replaced = new Map([...a.replaced, ...b.replaced].map((tuple) => [keyOf(tuple), tuple]))
  const risk = RISKS.indexOf(a.risk) > RISKS.indexOf(b.risk) ? a.risk : b.risk
  return { added: [...added.values()], replaced: [...replaced.values()], risk }
}

function smallest(sets: readonly Remedy[]): Remedy[] {
  const distinct = new Map(sets.map((set) => [set.added.map(keyOf).sort().join('\n'), set]))
  return [...distinct.values()]
    .filter(({ added }) => added.length <= TUPLES_MAX)
    .sort(byRiskAndSize)
    .slice(0, PER_NODE_MAX)
}

/** What could do the least harm first: two small rights are better than to be the owner. */
function byRiskAndSize(a: Remedy, b: Remedy): number {
  return RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || a.added.length - b.added.length
}

function isWithin(part: Remedy, whole: Remedy): boolean {
  const keys = new Set(whole.added.map(keyOf))
  return part.added.length < whole.added.length && part.added.every((tuple) => keys.has(keyOf(tuple)))
}

function keyOf({ object, relation, subject }: Tuple): string {
  return JSON.stringify([object, relation, subject])
}
