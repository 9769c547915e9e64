// JSON Schema as TypeScript. What callers give may be readonly and may be undefined where it is optional; what they are
// given is readonly too. Two schemas that print the same are the same type, so shapes that have a name carry it wherever
// they turn up.

export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
  readonly contentSchema?: Schema
  readonly description?: string
}

export type Side = 'input' | 'output'

export class Printer {
  private readonly names = new Map<string, string>()
  private readonly byHand: Readonly<Record<string, string>>

  /** `byHand`: types for places whose schema says nothing: `access.expand output tree`. */
  constructor(byHand: Readonly<Record<string, string>>) {
    this.byHand = byHand
  }

  /** From now on, whatever prints like this schema is this type. */
  name(type: string, schema: Schema, side: Side): void {
    this.names.set(this.plain(schema, side), type)
  }

  /** An interface, or a type where it is a union. */
  declare(type: string, schema: Schema, side: Side, about: string | undefined, place: string): string {
    const text = this.print(schema, { side, indent: '', isShown: true, place: `${place} ${side}`, self: type })
    const head = docOf(schema.description ?? about ?? '', '').join('\n')
    const lead = head === '' ? '' : `${head}\n`
    return text.startsWith('{') && isOneObject(schema)
      ? `${lead}export interface ${type} ${text}\n`
      : `${lead}export type ${type} = ${text}\n`
  }

  /** Without descriptions and names: to compare. */
  private plain(schema: Schema, side: Side): string {
    return this.print(schema, { side, indent: '', isShown: false, place: '' })
  }

  private print(schema: Schema, at: Place): string {
    const byHand = this.byHand[at.place]
    if (byHand !== undefined) return byHand
    if (at.isShown) {
      const known = this.names.get(this.plain(schema, at.side))
      if (known !== undefined && known !== at.self) return known
    }
    const inner = { ...at, self: undefined }
    if (schema.const !== undefined) return literal(schema.const)
    if (schema.enum) return isTruth(schema.enum) ? 'boolean' : schema.enum.map(literal).join(' | ')
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return [...new Set(choices.map((each) => this.print(each, inner)))].join(' | ')
    if (schema.allOf) return schema.allOf.map((each) => this.print(each, inner)).join(' & ')
    const { type } = schema
    if (Array.isArray(type)) return type.map((each) => this.print({ ...schema, type: each }, inner)).join(' | ')
    if (type === 'array') return this.array(schema, inner)
    if (type === 'object') return this.object(schema, inner)
    return PLAIN[String(type)] ?? 'unknown'
  }

  private array({ items = {} }: Schema, at: Place): string {
    const each = this.print(items, at)
    const isWord = /^\w+$/.test(each)
    return isWord || isOneObject(items) ? `readonly ${each}[]` : `readonly (${each})[]`
  }

  private object({ properties = {}, required = [], additionalProperties: more }: Schema, at: Place): string {
    const indent = `${at.indent}  `
    const fields = Object.entries(properties).flatMap(([name, schema]) => {
      const isRequired = required.includes(name)
      const type = this.print(schema, { ...at, indent, place: `${at.place} ${name}` })
      const orNothing = at.side === 'input' && !isRequired && at.isShown ? ' | undefined' : ''
      return [
        // What can be one thing only says what it is.
        ...(at.isShown && schema.const === undefined ? docOf(schema.description ?? '', indent) : []),
        `${indent}readonly ${fieldName(name)}${isRequired ? '' : '?'}: ${type}${orNothing}`,
      ]
    })
    const others =
      typeof more === 'object' && more !== null
        ? [`${indent}readonly [field: string]: ${this.print(more, { ...at, indent })}`]
        : []
    const all = [...fields, ...others]
    return all.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${all.join('\n')}\n${at.indent}}`
  }
}

interface Place {
  readonly side: Side
  readonly indent: string
  /** With descriptions and names: for people. */
  readonly isShown: boolean
  readonly place: string
  /** What is being declared is not its own name. */
  readonly self?: string | undefined
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

/** A truth in a query is a word there, and a truth here. */
function isTruth(values: readonly unknown[]): boolean {
  return values.length === 2 && values.includes('true') && values.includes('false')
}

function literal(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value)
}

function fieldName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
}

function isOneObject({ type, anyOf, oneOf, properties }: Schema): boolean {
  return type === 'object' && !anyOf && !oneOf && Object.keys(properties ?? {}).length > 0
}

/** As a comment, if there is something to say. */
export function docOf(text: string, indent: string): string[] {
  return text === '' ? [] : [`${indent}/** ${text.replaceAll('*/', '* /')}${/[.?!]$/.test(text) ? '' : '.'} */`]
}
