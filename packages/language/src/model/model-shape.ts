// Whether a value from outside has the shape of a model in JSON, before anything reads it as one. The shape is a table;
// the walk keeps its own list of what is left to look at, so that depth costs no stack. Fields that are not in the table
// are passed over, as OpenFGA's own readers do.

type Shape = 'text' | List | Records | Message

interface List {
  readonly kind: 'list'
  readonly of: () => Shape
}
interface Records {
  readonly kind: 'map'
  readonly of: () => Shape
}
interface Message {
  readonly kind: 'message'
  /** Fields by name; one that must be there ends in `!`, one that may be `null` in `?`. */
  readonly fields: Readonly<Record<string, Shape>>
}

const list = (of: () => Shape): List => ({ kind: 'list', of })
const map = (of: () => Shape): Records => ({ kind: 'map', of })
const message = (fields: Message['fields']): Message => ({ kind: 'message', fields })

const SOURCE = { module: 'text', 'source_info?': message({ file: 'text' }) } as const
const RELATION = message({ object: 'text', 'relation!': 'text' })
const REFERENCE = message({ 'type!': 'text', relation: 'text', wildcard: message({}), condition: 'text' })
const OPERANDS = message({ 'child!': list(() => USERSET) })
const USERSET: Shape = {
  kind: 'message',
  get fields() {
    return USERSET_FIELDS
  },
}
const USERSET_FIELDS: Message['fields'] = {
  this: message({}),
  computedUserset: RELATION,
  tupleToUserset: message({ 'tupleset!': RELATION, 'computedUserset!': RELATION }),
  union: OPERANDS,
  intersection: OPERANDS,
  difference: message({ 'base!': USERSET, 'subtract!': USERSET }),
}
const PARAMETER: Message = message({ 'type_name!': 'text', generic_types: list(() => PARAMETER) })
const TYPE = message({
  'type!': 'text',
  relations: map(() => USERSET),
  'metadata?': message({
    relations: map(() => message({ directly_related_user_types: list(() => REFERENCE), ...SOURCE })),
    ...SOURCE,
  }),
})
const CONDITION = message({
  'name!': 'text',
  'expression!': 'text',
  parameters: map(() => PARAMETER),
  'metadata?': message(SOURCE),
})
const MODEL = message({
  schema_version: 'text',
  'type_definitions!': list(() => TYPE),
  conditions: map(() => CONDITION),
})

/** Messages that are told; a value of another kind altogether can be wrong in every part. */
const MISTAKES_MAX = 100

/** What is not as a model in JSON is, each with the path to it; empty when a value can be read as one. */
export function modelShapeMistakes(value: unknown): string[] {
  const mistakes: string[] = []
  const open: Part[] = [{ path: '', value, shape: MODEL }]
  for (let part = open.pop(); part && mistakes.length < MISTAKES_MAX; part = open.pop()) {
    const { path, value: found, shape } = part
    const expected = shape === 'text' ? shape : shape.kind
    if (!isShaped(found, expected)) {
      mistakes.push(`\`${path || 'model'}\` is expected to be ${WORDS[expected]}, received ${nameOf(found)}`)
    } else if (typeof shape === 'object') {
      const parts = partsOf(path, found, shape)
      for (let i = parts.length - 1; i >= 0; i--) open.push(parts[i]!)
    }
  }
  return mistakes
}

interface Part {
  readonly path: string
  readonly value: unknown
  readonly shape: Shape
}

const WORDS = { text: 'text', list: 'a list', map: 'a map', message: 'a map' } as const

function isShaped(value: unknown, expected: keyof typeof WORDS): boolean {
  if (expected === 'text') return typeof value === 'string'
  return typeof value === 'object' && value !== null && Array.isArray(value) === (expected === 'list')
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'object' || value === null) return `\`${String(value)}\``
  return Array.isArray(value) ? 'a list' : 'a map'
}

function partsOf(path: string, value: unknown, shape: List | Records | Message): Part[] {
  if (shape.kind === 'list') {
    return (value as unknown[]).map((each, i) => ({ path: `${path}[${i}]`, value: each, shape: shape.of() }))
  }
  const under = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (shape.kind === 'map') {
    return Object.entries(value as object).map(([name, each]) => ({
      path: under(name),
      value: each,
      shape: shape.of(),
    }))
  }
  const entries = new Map<string, unknown>(Object.entries(value as object))
  return Object.entries(shape.fields).flatMap(([field, of]) => {
    const name = field.replace(/[!?]$/, '')
    const found = entries.get(name)
    const isAbsent = field.endsWith('!') ? false : found === undefined || (field.endsWith('?') && found === null)
    return isAbsent ? [] : [{ path: under(name), value: found, shape: of }]
  })
}
