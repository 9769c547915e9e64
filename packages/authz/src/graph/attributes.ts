// What an edge carries beside being there: an expiry, a condition, the condition's context. An attribute is a shape
// (which condition, which parameters, how each is written) and one 8-byte cell for each value: a number, a truth
// value or an instant is in the cell itself, anything else is a number in a dictionary of JSON texts. Equal
// attributes are stored once. Attribute 0 is an edge that carries nothing.
//
// It knows nothing of the model, so it gives back exactly the JSON that was put in; the condition's own parameters
// meet the cells when they are loaded into its slots.

import type { Condition } from '../condition.ts'
import type { JsonObject, JsonValue, Tuple } from '../tuple.ts'
import { F64Column, U32Column } from './column.ts'
import { formatInstant, hasMs, parseInstant } from './instant.ts'
import { type FrozenNames, Names } from './names.ts'
import type { Registry } from './registry.ts'
import { avalanche } from './text-bytes.ts'

/** Ways of writing a value into a cell. */
const NUMBER = 0
const BOOLEAN = 1
const INSTANT = 2
const INSTANT_MS = 3
const JSON_TEXT = 4

/** Of so many texts the decoded values are kept. */
const DECODED_MAX = 65_536

interface Shape {
  readonly expires: boolean
  /** Number of the condition's name; 0 is none. */
  readonly condition: number
  /** Undefined when there is no context, which is not the same as an empty one. */
  readonly keys: readonly string[] | undefined
  readonly ways: readonly number[]
}

export interface FrozenAttributes {
  readonly shapes: readonly Shape[]
  readonly shapeOf: Uint32Array
  readonly cellOf: Uint32Array
  readonly cells: Float64Array
  readonly texts: FrozenNames
}

/** What of a condition's slots a shape fills: `slotsOf[shape][i]` for cell `i`, −1 when there is no such parameter. */
interface Binding {
  readonly slotsOf: (Int32Array | undefined)[]
  /** By slot, then by the number of the dictionary's text. */
  readonly decoded: unknown[][]
}

export class Attributes {
  private readonly registry: Registry
  private readonly shapes: Shape[]
  private readonly shapeNumbers = new Map<string, number>()
  private readonly shapeOf: U32Column
  private readonly cellOf: U32Column
  private readonly cells: F64Column
  private readonly texts: Names
  private lastShape = 0
  private known = new Uint32Array(64)
  private knownCount = 0
  private readonly bindings = new WeakMap<Condition, Binding>()
  /** The condition that was loaded last, which is most often the next one too. */
  private bound: Condition | undefined
  private binding: Binding = { slotsOf: [], decoded: [] }

  constructor(registry: Registry, seed: number, frozen?: FrozenAttributes) {
    this.registry = registry
    this.shapes = frozen ? [...frozen.shapes] : []
    this.shapeOf = new U32Column(frozen?.shapeOf, true)
    this.cellOf = new U32Column(frozen?.cellOf, true)
    this.cells = new F64Column(frozen?.cells, true)
    this.texts = frozen ? Names.thaw(frozen.texts) : new Names(seed)
    for (const [number, shape] of this.shapes.entries()) this.shapeNumbers.set(JSON.stringify(shape), number)
    if (!frozen) this.append(this.shapeNumber({ expires: false, condition: 0, keys: undefined, ways: [] }), [])
  }

  freeze(): FrozenAttributes {
    return {
      shapes: [...this.shapes],
      shapeOf: this.shapeOf.filled(),
      cellOf: this.cellOf.filled(),
      cells: this.cells.filled(),
      texts: this.texts.freeze(),
    }
  }

  get count(): number {
    return this.shapeOf.length
  }

  /** The attribute's number; 0 when the tuple carries nothing. */
  intern({ condition, expiresAt }: Pick<Tuple, 'condition' | 'expiresAt'>): number {
    const expires = expiresAt !== undefined && expiresAt !== Number.POSITIVE_INFINITY
    if (!condition && !expires) return 0
    const keys = condition?.context && Object.keys(condition.context).sort()
    const ways: number[] = []
    const cells: number[] = expires ? [expiresAt] : []
    for (const key of keys ?? []) cells.push(this.write(condition!.context![key]!, ways))
    const number = condition ? this.registry.condition(condition.name) : 0
    return this.find(this.shapeNumber({ expires, condition: number, keys, ways }), cells)
  }

  expiresAt(attribute: number): number {
    const expires = this.shapes[this.shapeOf.array[attribute]!]!.expires
    return expires ? this.cells.array[this.cellOf.array[attribute]!]! : Number.POSITIVE_INFINITY
  }

  condition(attribute: number): number {
    return this.shapes[this.shapeOf.array[attribute]!]!.condition
  }

  conditionName(number: number): string {
    return this.registry.conditions[number]!
  }

  context(attribute: number): JsonObject | undefined {
    const { expires, keys, ways } = this.shapes[this.shapeOf.array[attribute]!]!
    if (!keys) return undefined
    const start = this.cellOf.array[attribute]! + (expires ? 1 : 0)
    return Object.fromEntries(keys.map((key, i) => [key, this.read(this.cells.array[start + i]!, ways[i]!)]))
  }

  /** Fills the slots of the parameters that the stored context has; a value of the wrong type is INVALID. */
  load(attribute: number, condition: Condition, slots: unknown[]): void {
    const number = this.shapeOf.array[attribute]!
    const { expires, keys, ways } = this.shapes[number]!
    if (!keys) return
    const binding = this.bind(condition)
    const slotsOf = binding.slotsOf[number] ?? this.bindShape(binding, condition, number, keys)
    const cells = this.cells.array
    const start = this.cellOf.array[attribute]! + (expires ? 1 : 0)
    for (let i = 0; i < slotsOf.length; i++) {
      const slot = slotsOf[i]!
      if (slot < 0) continue
      const cell = cells[start + i]!
      const way = ways[i]!
      if (way === NUMBER) slots[slot] = condition.coerce(slot, cell)
      else if (way === BOOLEAN) slots[slot] = condition.coerce(slot, cell === 1)
      else slots[slot] = this.loadText(binding, condition, slot, cell, way)
    }
  }

  private loadText({ decoded }: Binding, condition: Condition, slot: number, cell: number, way: number): unknown {
    if (way !== JSON_TEXT) {
      const instant = condition.coerceInstant(slot, cell)
      return instant === undefined ? condition.coerce(slot, formatInstant(cell, way === INSTANT_MS)) : instant
    }
    const values = decoded[slot]!
    const known = values[cell]
    if (known !== undefined) return known
    const value = condition.coerce(slot, this.read(cell, way))
    if (cell < DECODED_MAX) values[cell] = value
    return value
  }

  private bind(condition: Condition): Binding {
    if (condition === this.bound) return this.binding
    let binding = this.bindings.get(condition)
    if (!binding) {
      binding = { slotsOf: [], decoded: condition.parameters.map(() => []) }
      this.bindings.set(condition, binding)
    }
    this.bound = condition
    this.binding = binding
    return binding
  }

  private bindShape({ slotsOf }: Binding, condition: Condition, shape: number, keys: readonly string[]): Int32Array {
    const slots = Int32Array.from(keys, (key) => condition.parameters.indexOf(key))
    slotsOf[shape] = slots
    return slots
  }

  private write(value: JsonValue, ways: number[]): number {
    if (typeof value === 'number') {
      ways.push(NUMBER)
      return value
    }
    if (typeof value === 'boolean') {
      ways.push(BOOLEAN)
      return value ? 1 : 0
    }
    const instant = typeof value === 'string' ? parseInstant(value) : undefined
    if (instant !== undefined) {
      ways.push(hasMs(value as string) ? INSTANT_MS : INSTANT)
      return instant
    }
    ways.push(JSON_TEXT)
    return this.texts.intern(jsonText(value))
  }

  private read(cell: number, way: number): JsonValue {
    if (way === NUMBER) return cell
    if (way === BOOLEAN) return cell === 1
    if (way === JSON_TEXT) return JSON.parse(this.texts.get(cell)) as JsonValue
    return formatInstant(cell, way === INSTANT_MS)
  }

  /** Tuples that come one after the other are mostly of one shape: the last one is tried first. */
  private shapeNumber(shape: Shape): number {
    if (isSameShape(this.shapes[this.lastShape], shape)) return this.lastShape
    const key = JSON.stringify(shape)
    const known = this.shapeNumbers.get(key)
    this.lastShape = known ?? this.shapes.push(shape) - 1
    if (known === undefined) this.shapeNumbers.set(key, this.lastShape)
    return this.lastShape
  }

  private append(shape: number, cells: readonly number[]): number {
    this.cellOf.push(this.cells.length)
    for (const cell of cells) this.cells.push(cell)
    return this.shapeOf.push(shape)
  }

  /** An equal attribute that is there already, or a new one. Those of before a thaw are not looked for. */
  private find(shape: number, cells: readonly number[]): number {
    if (this.knownCount * 2 >= this.known.length) this.growKnown()
    const { known } = this
    const mask = known.length - 1
    let slot = hashOf(shape, cells) & mask
    for (; known[slot] !== 0; slot = (slot + 1) & mask) if (this.equals(known[slot]!, shape, cells)) return known[slot]!
    this.knownCount++
    known[slot] = this.append(shape, cells)
    return known[slot]!
  }

  private equals(attribute: number, shape: number, cells: readonly number[]): boolean {
    if (this.shapeOf.array[attribute] !== shape) return false
    const start = this.cellOf.array[attribute]!
    return cells.every((cell, i) => Object.is(this.cells.array[start + i], cell))
  }

  private growKnown(): void {
    const old = this.known
    this.known = new Uint32Array(old.length * 2)
    const mask = this.known.length - 1
    for (const attribute of old) {
      if (attribute === 0) continue
      let slot = this.hashAt(attribute) & mask
      while (this.known[slot] !== 0) slot = (slot + 1) & mask
      this.known[slot] = attribute
    }
  }

  private hashAt(attribute: number): number {
    const shape = this.shapeOf.array[attribute]!
    const { expires, keys } = this.shapes[shape]!
    const start = this.cellOf.array[attribute]!
    return hashOf(shape, this.cells.array.subarray(start, start + (expires ? 1 : 0) + (keys?.length ?? 0)))
  }
}

/** As `JSON.stringify` has it, except that it keeps the sign of a zero. */
function jsonText(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : JSON.stringify(value)
  if (isList(value)) return `[${value.map(jsonText).join()}]`
  return `{${Object.keys(value)
    .map((key) => `${JSON.stringify(key)}:${jsonText(value[key]!)}`)
    .join()}}`
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isSameShape(a: Shape | undefined, b: Shape): boolean {
  if (!a || a.expires !== b.expires || a.condition !== b.condition || a.keys?.length !== b.keys?.length) return false
  for (let i = 0; i < a.ways.length; i++) if (a.ways[i] !== b.ways[i] || a.keys![i] !== b.keys![i]) return false
  return true
}

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)

function hashOf(shape: number, cells: ArrayLike<number>): number {
  let hash = avalanche(shape)
  for (let i = 0; i < cells.length; i++) {
    bits[0] = cells[i]!
    hash = avalanche(hash ^ words[0]!)
    hash = avalanche(hash ^ words[1]!)
  }
  return hash
}
