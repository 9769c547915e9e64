import { describe, expect, it } from 'vitest'
import { readAddress, writeAddress } from './address.ts'
import { type Inquiry, NOTHING_ASKED, type Question } from './question.ts'

const asked = (said: Partial<Question>): Question => ({ ...NOTHING_ASKED, ...said })
const check = { subject: 'user:eve', permission: 'can_edit', object: 'artist:luna' }

const INQUIRIES: readonly Inquiry[] = [
  { question: asked({ verb: 'can', ...check }) },
  { question: asked({ verb: 'why-not', ...check, at: { revision: 12 } }), versus: { by: 'at' } },
  {
    question: asked({
      verb: 'do',
      subject: 'user:ä&=#?',
      object: 'artist:luna',
      at: { time: '2026-03-03T00:00:00.000Z' },
    }),
    versus: { by: 'at', at: { revision: 3 } },
  },
  { question: asked({ verb: 'who', object: 'artist:luna', permission: 'x', subjectType: 'team#member' }) },
  {
    question: asked({ verb: 'reach', subject: 'user:eve', permission: 'x', type: 'artist', model: 'label:stable' }),
    versus: { by: 'subject', subject: 'user:ray' },
  },
  {
    question: asked({
      ...check,
      facts: [
        { object: 'a:b', relation: 'c', subject: 'd:*' },
        { object: 'a:b', relation: 'c', subject: 'd:e', condition: { name: 'n', context: { x: [1] } }, expiresAt: 5 },
      ],
      context: { territory: 'SE', nested: { a: null } },
    }),
    versus: { by: 'model', model: '01ABC' },
  },
]

describe('the address of a question', () => {
  it.each(INQUIRIES.map((inquiry) => [writeAddress(inquiry).toString(), inquiry] as const))(
    '%s',
    (address, inquiry) => {
      expect(readAddress(new URLSearchParams(address))).toEqual(inquiry)
    },
  )

  it('leaves out in silence what does not belong into it', () => {
    const hostile = new URLSearchParams({
      ask: 'constructor',
      at: 'noon',
      fact: '{"object":1}',
      context: '[1]',
      'vs-model': '',
      subject: 'x'.repeat(5_000),
    })
    hostile.append('fact', '{')
    const { question, versus } = readAddress(hostile)
    expect(question).toMatchObject({ verb: 'can', facts: [], context: {} })
    expect(question.at).toBeUndefined()
    expect(question.subject).toHaveLength(1_024)
    expect(versus).toBeUndefined()
  })

  it('does not compare people where nobody is asked about', () => {
    const address = new URLSearchParams({ ask: 'who', 'vs-subject': 'user:ray' })
    expect(readAddress(address).versus).toBeUndefined()
  })
})
