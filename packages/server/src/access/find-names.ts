// Names that answer to what somebody types: the whole name, then its beginning, then the beginning of a word in it, then
// anywhere. All names of the graph are looked through, in slices, without an index: a million of them are a fifth of a second, and
// an index of every part of every name would cost more memory than the graph. Names that no tuple mentions any more stay
// in the graph and are not found.

import type { View } from '@lockness/authz'

export interface NamesWanted {
  /** Those of the model, in the order in which they are told. */
  readonly types: readonly string[]
  /** Empty: any. With a colon, what stands before it is the type. */
  readonly text: string
  readonly max: number
}

export interface NamesFound {
  /** `type:id`, the best first. */
  readonly items: readonly string[]
  /** False when there were more names than are looked through. */
  readonly complete: boolean
}

export const NAMES_LOOKED_AT_MAX = 1_000_000
const NAMES_PER_SLICE = 1_024
/** Whole, beginning, beginning of a word, anywhere. */
const RANKS = 4

/** Between two slices others may work. */
export function* findNames(
  view: View,
  { types, text, max }: NamesWanted,
  lookedAtMax = NAMES_LOOKED_AT_MAX,
): Generator<undefined, NamesFound> {
  const { among, wanted } = readText(types, text)
  const found = new Ranked(max)
  let lookedAt = 0
  for (const name of among) {
    const type = view.type(name)
    if (type < 0) continue
    const exact = wanted.given === '' ? -1 : view.node(type, wanted.given)
    if (exact >= 0 && view.mentioned(type, exact)) found.offer(0, `${name}:${wanted.given}`)
    for (let node = 0, end = view.nodes(type); node < end; node++) {
      if (found.isFull(wanted.isAny ? RANKS - 1 : 0)) return { items: found.best(), complete: true }
      if (lookedAt === lookedAtMax) return { items: found.best(), complete: false }
      lookedAt++
      if (lookedAt % NAMES_PER_SLICE === 0) yield undefined
      if (node === exact) continue
      const id = view.id(type, node)
      const rank = wanted.isAny ? RANKS - 1 : rankOf(id, wanted)
      if (rank < RANKS && !found.isFull(rank) && view.mentioned(type, node)) found.offer(rank, `${name}:${id}`)
    }
  }
  return { items: found.best(), complete: true }
}

interface Wanted {
  readonly given: string
  readonly folded: string
  readonly isAny: boolean
}

/** `user:an` is about users; where there is no such type the colon is a part of the name. */
function readText(types: readonly string[], text: string): { among: readonly string[]; wanted: Wanted } {
  const colon = text.indexOf(':')
  const type = colon < 0 ? undefined : types.find((each) => each === text.slice(0, colon))
  const given = type === undefined ? text : text.slice(colon + 1)
  const wanted = { given, folded: given.toLowerCase(), isAny: given === '' }
  return { among: type === undefined ? types : [type], wanted }
}

function rankOf(id: string, { folded }: Wanted): number {
  const name = id.toLowerCase()
  const at = name.indexOf(folded)
  if (at < 0) return RANKS
  if (at === 0) return name.length === folded.length ? 0 : 1
  for (let from = at; from >= 0; from = name.indexOf(folded, from + 1)) if (!isLetter(name, from - 1)) return 2
  return 3
}

function isLetter(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at]!)
}

/** So many of each rank; the better ones push the others out. */
class Ranked {
  private readonly max: number
  private readonly byRank: string[][] = Array.from({ length: RANKS }, () => [])

  constructor(max: number) {
    this.max = max
  }

  /** Whether another one of this rank would not be told. */
  isFull(rank: number): boolean {
    let count = 0
    for (let better = 0; better <= rank; better++) count += this.byRank[better]!.length
    return count >= this.max
  }

  offer(rank: number, name: string): void {
    this.byRank[rank]!.push(name)
  }

  best(): string[] {
    return this.byRank.flat().slice(0, this.max)
  }
}
