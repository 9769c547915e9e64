// A text with places in it, as translators know it: `{name}`, `{count, plural, =0 {none} one {# tuple} other {# tuples}}`
// and `{kind, select, user {a person} other {something}}`, one inside the other where it is needed; `'{'` is a brace
// itself. A subset of ICU MessageFormat: what it leaves out (dates, nested offsets) is formatted before it is put in.
// A text is parsed once and kept.

export type Value = string | number

type Part = string | Place

interface Place {
  readonly name: string
  /** Undefined: the value itself. */
  readonly choice?: { readonly kind: 'plural' | 'select'; readonly cases: ReadonlyMap<string, readonly Part[]> }
}

const PARSED_MAX = 5_000
const parsed = new Map<string, readonly Part[]>()

/** A value that is missing is a mistake of whoever calls. */
export function formatText(text: string, values: Readonly<Record<string, Value>>, locale: string): string {
  return written(partsOf(text), values, locale, undefined)
}

/** Names of all places of a text, each once, for the test that compares languages. */
export function placesOf(text: string): string[] {
  const names = new Set<string>()
  const visit = (parts: readonly Part[]) => {
    for (const part of parts) {
      if (typeof part === 'string') continue
      names.add(part.name)
      for (const inner of part.choice?.cases.values() ?? []) visit(inner)
    }
  }
  visit(partsOf(text))
  names.delete('#')
  return [...names].sort()
}

function partsOf(text: string): readonly Part[] {
  const known = parsed.get(text)
  if (known) return known
  const parts = new TextParser(text).all()
  if (parsed.size < PARSED_MAX) parsed.set(text, parts)
  return parts
}

function written(
  parts: readonly Part[],
  values: Readonly<Record<string, Value>>,
  locale: string,
  counted: number | undefined,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if (part.name === '#') return counted === undefined ? '#' : number(counted, locale)
      const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined
      if (value === undefined) throw new Error(`the text has a place \`${part.name}\` and was given no value for it`)
      if (!part.choice) return typeof value === 'number' ? number(value, locale) : value
      const { kind, cases } = part.choice
      const inner = kind === 'plural' ? pluralCase(cases, Number(value), locale) : cases.get(String(value))
      return written(inner ?? cases.get('other') ?? [], values, locale, kind === 'plural' ? Number(value) : counted)
    })
    .join('')
}

function pluralCase(
  cases: ReadonlyMap<string, readonly Part[]>,
  count: number,
  locale: string,
): readonly Part[] | undefined {
  return cases.get(`=${count}`) ?? cases.get(pluralRules(locale).select(count))
}

const rules = new Map<string, Intl.PluralRules>()
const formats = new Map<string, Intl.NumberFormat>()

function pluralRules(locale: string): Intl.PluralRules {
  const found = rules.get(locale) ?? new Intl.PluralRules(locale)
  rules.set(locale, found)
  return found
}

function number(value: number, locale: string): string {
  const found = formats.get(locale) ?? new Intl.NumberFormat(locale)
  formats.set(locale, found)
  return found.format(value)
}

class TextParser {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  all(): readonly Part[] {
    const parts = this.parts(false)
    if (this.at < this.text.length) throw this.wrong('a `}` that closes nothing')
    return parts
  }

  /** Up to the end, or to the brace that closes it. `#` is a number only inside of a plural. */
  private parts(isCounted: boolean): Part[] {
    const parts: Part[] = []
    let plain = ''
    const push = (part: Place) => {
      if (plain !== '') parts.push(plain)
      plain = ''
      parts.push(part)
    }
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const quoted = /^'([{}])'/.exec(this.text.slice(this.at, this.at + 3))
      if (quoted) {
        plain += quoted[1]
        this.at += 3
      } else if (this.text[this.at] === '{') push(this.place(isCounted))
      else if (isCounted && this.text[this.at] === '#') {
        this.at++
        push({ name: '#' })
      } else plain += this.text[this.at++]
    }
    if (plain !== '') parts.push(plain)
    return parts
  }

  private place(isCounted: boolean): Place {
    const head = /^\{\s*(\w+)\s*(?:\}|,\s*(plural|select)\s*,)/.exec(this.text.slice(this.at))
    if (!head?.[1]) throw this.wrong('a place that has no name, or is of no kind that is known')
    this.at += head[0].length
    const kind = head[2]
    if (kind !== 'plural' && kind !== 'select') return { name: head[1] }
    const cases = new Map<string, readonly Part[]>()
    for (;;) {
      const begin = /^\s*(=\d+|\w+)\s*\{/.exec(this.text.slice(this.at))
      if (!begin?.[1]) break
      this.at += begin[0].length
      cases.set(begin[1], this.parts(isCounted || kind === 'plural'))
      this.close()
    }
    if (!cases.has('other')) throw this.wrong('a choice without `other`')
    this.at += /^\s*/.exec(this.text.slice(this.at))?.[0].length ?? 0
    this.close()
    return { name: head[1], choice: { kind, cases } }
  }

  private close(): void {
    if (this.text[this.at] !== '}') throw this.wrong('a place that is not closed')
    this.at++
  }

  private wrong(what: string): Error {
    return new Error(`\`${this.text}\` has ${what} at ${this.at}`)
  }
}
