// Reads the question in one line (line.ts says how it is written). Reading tells what the line says so far, what could
// follow, and the first thing that is wrong: completion and errors are the same walk.

import { readMoment } from './address.ts'
import { type Question, typeOf, type Verb } from './question.ts'
import type { Words } from './vocabulary.ts'

export interface Token {
  /** Without its quotes. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** What may stand at a place of the line. */
export type Slot =
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'subject' | 'object' | 'type' | 'subjectType' | 'moment' | 'model' }
  /** Of a type, once the line has said which. */
  | { readonly kind: 'permission'; readonly type: string | undefined }

export interface LineProblem {
  readonly kind: 'expected' | 'unknownPermission' | 'ambiguousPermission' | 'unknownType' | 'notAName' | 'notAMoment'
  readonly said: string
  /** What would be right, or the permissions that it could be. */
  readonly options: readonly string[]
}

export interface ReadLine {
  readonly said: Partial<Question>
  /** What would have to follow; absent when the line is whole. */
  readonly expects?: Slot
  /** What may follow a whole line. */
  readonly mayFollow: readonly string[]
  readonly problem?: LineProblem
}

export function readLine(text: string, words: Words): ReadLine {
  return new LineReader(tokensOf(text.replace(/\?\s*$/, '')), words).read()
}

/** The tokens of a line; quotes hold spaces together. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(/"([^"]*)"?|\S+/g)) {
    tokens.push({ text: match[1] ?? match[0], from: match.index, to: match.index + match[0].length })
  }
  return tokens
}

/** The relations of the type, or of any type, that are meant by what is said: one, none, or too many. */
export function findPermissions(words: Words, type: string | undefined, said: string): readonly string[] {
  const types = type === undefined ? words.allTypes : words.allTypes.filter((each) => each.type === type)
  const relations = types.flatMap(({ relations: all }) => all)
  const wanted = folded(said)
  const tests: readonly ((relation: string, title: string) => boolean)[] = [
    (relation) => relation === said,
    (relation) => relation === `can_${said}`,
    (_, title) => title === wanted,
    (relation, title) => `${folded(relation)} ${title}`.split(' ').includes(wanted) && relation.startsWith('can_'),
    (relation, title) => `${folded(relation)} ${title}`.split(' ').includes(wanted),
  ]
  for (const test of tests) {
    const found = new Set(
      relations.filter(({ relation, title }) => test(relation, folded(title ?? ''))).map((r) => r.relation),
    )
    if (found.size > 0) return [...found]
  }
  return []
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll('_', ' ')
}

type Said = { -readonly [Key in keyof Question]?: Question[Key] }

class LineReader {
  private readonly tokens: readonly Token[]
  private readonly words: Words
  private readonly said: Said = {}
  private at = 0
  private expects: Slot | undefined
  private problem: LineProblem | undefined
  private permission = ''

  constructor(tokens: readonly Token[], words: Words) {
    this.tokens = tokens
    this.words = words
  }

  read(): ReadLine {
    this.readQuestion()
    const mayFollow = this.isGoingOn ? this.readTail() : []
    this.settlePermission()
    return {
      said: this.said,
      mayFollow,
      ...(this.expects && { expects: this.expects }),
      ...(this.problem && { problem: this.problem }),
    }
  }

  private get isGoingOn(): boolean {
    return this.expects === undefined && this.problem === undefined
  }

  private readQuestion(): void {
    const verb = this.word(['can', 'why', 'what', 'who'])
    if (verb === 'can') this.readCheck('can')
    else if (verb === 'why') {
      const isNot = this.skip('not')
      this.skip('can')
      this.readCheck(isNot ? 'why-not' : 'why')
    } else if (verb === 'who') this.readWho()
    else if (verb === 'what') this.readWhat()
  }

  private readCheck(verb: Verb): void {
    this.said.verb = verb
    this.name('subject')
    this.skip('can')
    this.take({ kind: 'permission', type: typeOf(this.tokens[this.at + 1]?.text ?? '') || undefined }, (text) => {
      this.permission = text
    })
    this.skip('on')
    this.name('object')
  }

  private readWho(): void {
    this.said.verb = 'who'
    this.said.subjectType = 'user'
    if (this.skip('of')) {
      this.take({ kind: 'subjectType' }, (text) => {
        this.said.subjectType = text
      })
    }
    this.word(['can'])
    this.take({ kind: 'permission', type: typeOf(this.tokens[this.at + 1]?.text ?? '') || undefined }, (text) => {
      this.permission = text
    })
    this.skip('on')
    this.name('object')
  }

  private readWhat(): void {
    this.word(['can'])
    this.name('subject')
    const verb = this.word(['do', 'reach'])
    if (verb === 'do') {
      this.said.verb = 'do'
      this.word(['on'])
      this.name('object')
    } else if (verb === 'reach') {
      this.said.verb = 'reach'
      this.word(['as'])
      this.take({ kind: 'permission', type: this.tokens[this.at + 2]?.text }, (text) => {
        this.permission = text
      })
      this.word(['of'])
      this.take({ kind: 'type' }, (text) => {
        if (this.words.type(text) || !this.words.vocabulary) this.said.type = text
        else
          this.fail(
            'unknownType',
            text,
            this.words.allTypes.map(({ type }) => type),
          )
      })
    }
  }

  /** Returns what could still follow. */
  private readTail(): string[] {
    const left = ['at', 'under']
    while (this.isGoingOn && this.at < this.tokens.length) {
      const word = this.word(left)
      left.splice(left.indexOf(word ?? ''), word === undefined ? 0 : 1)
      if (word === 'at') this.readAt()
      if (word === 'under') {
        this.take({ kind: 'model' }, (text) => {
          this.said.model = text
        })
      }
    }
    return this.isGoingOn ? left : []
  }

  private readAt(): void {
    this.skip('revision')
    this.take({ kind: 'moment' }, (text) => {
      const at = readMoment(text)
      if (at) this.said.at = at
      else this.fail('notAMoment', text, ['#12', '2026-03-03', '2026-03-03T12:00:00Z'])
    })
  }

  /** Said before the type was known, it is understood when the line is read. */
  private settlePermission(): void {
    if (this.permission === '') return
    const { verb, type, object = '' } = this.said
    const of = verb === 'reach' ? type : typeOf(object) || undefined
    if (of === undefined || !this.words.type(of)) {
      const [only, ...others] = findPermissions(this.words, undefined, this.permission)
      this.said.permission = only !== undefined && others.length === 0 ? only : this.permission
      return
    }
    const found = findPermissions(this.words, of, this.permission)
    if (found.length === 1) this.said.permission = found[0]!
    else if (this.problem === undefined) {
      const options = found.length > 0 ? found : this.words.relationsOf(of).map(({ relation }) => relation)
      this.fail(found.length > 0 ? 'ambiguousPermission' : 'unknownPermission', this.permission, options)
    }
  }

  private name(kind: 'subject' | 'object'): void {
    this.take({ kind }, (text) => {
      if (typeOf(text) === '') this.fail('notAName', text, [kind === 'subject' ? 'user:eve' : 'artist:luna'])
      else this.said[kind] = text
    })
  }

  private word(words: readonly string[]): string | undefined {
    let found: string | undefined
    this.take({ kind: 'word', words }, (text) => {
      found = words.find((each) => each === text.toLowerCase())
      if (found === undefined) this.fail('expected', text, words)
    })
    return found
  }

  private skip(word: string): boolean {
    const isThere = this.isGoingOn && this.tokens[this.at]?.text.toLowerCase() === word
    if (isThere) this.at++
    return isThere
  }

  private take(slot: Slot, use: (text: string) => void): void {
    if (!this.isGoingOn) return
    const token = this.tokens[this.at]
    if (!token) {
      this.expects = slot
      return
    }
    this.at++
    use(token.text)
  }

  private fail(kind: LineProblem['kind'], said: string, options: readonly string[]): void {
    this.problem ??= { kind, said, options }
  }
}
