// The small numbers: types, kinds of edges, names of conditions. A kind is what a type restriction speaks of: which
// relation of which type holds which form of subject. Numbers are only ever added, so they mean the same for ever.

export interface Kind {
  readonly objectType: string
  readonly relation: string
  readonly subjectType: string
  /** Empty for plain subjects, `*` for everybody (the subject is then node 0), else the userset's relation. */
  readonly subjectRelation: string
  readonly objectTypeNumber: number
  readonly subjectTypeNumber: number
}

export interface FrozenRegistry {
  readonly types: readonly string[]
  readonly kinds: readonly (readonly [string, string, string, string])[]
  /** The first is the empty name: no condition. */
  readonly conditions: readonly string[]
}

export class Registry {
  readonly types: string[] = []
  readonly kinds: Kind[] = []
  readonly conditions: string[] = []
  /** The kinds in which a type stands for objects, and for subjects that have names. */
  readonly kindsOfObject: number[][] = []
  readonly kindsOfSubject: number[][] = []
  private readonly typeNumbers = new Map<string, number>()
  private readonly kindNumbers = new Map<string, number>()
  private readonly conditionNumbers = new Map<string, number>()

  constructor(frozen: FrozenRegistry = { types: [], kinds: [], conditions: [''] }) {
    for (const name of frozen.types) this.type(name)
    for (const kind of frozen.kinds) this.kind(...kind)
    for (const name of frozen.conditions) this.condition(name)
  }

  freeze(): FrozenRegistry {
    return {
      types: [...this.types],
      kinds: this.kinds.map((kind) => [kind.objectType, kind.relation, kind.subjectType, kind.subjectRelation]),
      conditions: [...this.conditions],
    }
  }

  findType(name: string): number {
    return this.typeNumbers.get(name) ?? -1
  }

  type(name: string): number {
    const known = this.typeNumbers.get(name)
    if (known !== undefined) return known
    const number = this.types.push(name) - 1
    this.typeNumbers.set(name, number)
    this.kindsOfObject.push([])
    this.kindsOfSubject.push([])
    return number
  }

  findKind(objectType: string, relation: string, subjectType: string, subjectRelation: string): number {
    return this.kindNumbers.get(keyOf(objectType, relation, subjectType, subjectRelation)) ?? -1
  }

  kind(objectType: string, relation: string, subjectType: string, subjectRelation: string): number {
    const key = keyOf(objectType, relation, subjectType, subjectRelation)
    const known = this.kindNumbers.get(key)
    if (known !== undefined) return known
    const objectTypeNumber = this.type(objectType)
    const subjectTypeNumber = this.type(subjectType)
    const kind = { objectType, relation, subjectType, subjectRelation, objectTypeNumber, subjectTypeNumber }
    const number = this.kinds.push(kind) - 1
    this.kindNumbers.set(key, number)
    this.kindsOfObject[objectTypeNumber]!.push(number)
    if (subjectRelation !== '*') this.kindsOfSubject[subjectTypeNumber]!.push(number)
    return number
  }

  condition(name: string): number {
    const known = this.conditionNumbers.get(name)
    if (known !== undefined) return known
    const number = this.conditions.push(name) - 1
    this.conditionNumbers.set(name, number)
    return number
  }
}

/** The lengths keep apart what the names alone could run together. */
function keyOf(objectType: string, relation: string, subjectType: string, subjectRelation: string): string {
  const lengths = `${objectType.length},${relation.length},${subjectType.length}`
  return `${lengths},${objectType}${relation}${subjectType}${subjectRelation}`
}
