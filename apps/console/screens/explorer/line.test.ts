import { describe, expect, it } from 'vitest'
import { writeLine } from './line.ts'
import { completed, completionAt } from './line-completion.ts'
import { NOTHING_ASKED, type Question } from './question.ts'
import { readLine } from './read-line.ts'
import { Words } from './vocabulary.ts'

const direct = [{ type: 'user' }, { type: 'team', relation: 'member' }]
const words = new Words({
  model: 'm',
  conditions: [],
  types: [
    { type: 'user', isPrincipal: true, relations: [] },
    { type: 'team', isPrincipal: false, relations: [{ relation: 'member', kind: 'role', direct }] },
    {
      type: 'artist',
      plural: 'Artists',
      isPrincipal: false,
      relations: [
        { relation: 'editor', kind: 'other', direct },
        { relation: 'can_edit_profile', kind: 'permission', title: 'Edit the profile', direct: [] },
        { relation: 'can_edit_team', kind: 'permission', title: 'Manage the team', direct: [] },
        { relation: 'can_transfer', kind: 'permission', title: 'Hand the artist over', direct: [] },
        { relation: 'transfer', kind: 'other', direct: [] },
        { relation: '__proto__', kind: 'other', direct: [] },
      ],
    },
  ],
})
const eve = { subject: 'user:eve', object: 'artist:luna' }
const edit = { ...eve, permission: 'can_edit_profile' }
const question = (said: Partial<Question>): Question => ({ ...NOTHING_ASKED, ...said })

/** A line, and what it says. */
const LINES: readonly (readonly [string, Partial<Question>])[] = [
  ['can user:eve edit_profile artist:luna?', { verb: 'can', ...edit }],
  ['why user:eve edit_profile artist:luna', { verb: 'why', ...edit }],
  ['why not user:eve edit_profile artist:luna', { verb: 'why-not', ...edit }],
  ['what can user:eve do on artist:luna', { verb: 'do', ...eve }],
  ['who can edit_profile artist:luna', { verb: 'who', object: eve.object, permission: edit.permission }],
  [
    'who of team#member can edit_profile artist:luna',
    { verb: 'who', subjectType: 'team#member', object: eve.object, permission: edit.permission },
  ],
  [
    'what can user:eve reach as edit_profile of artist',
    { verb: 'reach', subject: eve.subject, permission: edit.permission, type: 'artist' },
  ],
  ['can user:eve editor artist:luna at #12', { verb: 'can', ...eve, permission: 'editor', at: { revision: 12 } }],
  [
    'can user:eve editor artist:luna at 2026-03-03T00:00:00.000Z under label:stable',
    { verb: 'can', ...eve, permission: 'editor', at: { time: '2026-03-03T00:00:00.000Z' }, model: 'label:stable' },
  ],
  [
    'can "user:eve of mars" can_transfer artist:luna?',
    { verb: 'can', ...eve, subject: 'user:eve of mars', permission: 'can_transfer' },
  ],
]

describe('the question in one line', () => {
  it.each(LINES)('%s', (line, said) => {
    const read = readLine(line, words)
    expect(read).toMatchObject({ said })
    expect(read.problem).toBeUndefined()
    expect(read.expects).toBeUndefined()
    expect(writeLine(question(said), words)).toBe(line)
  })

  it.each([
    ['can user:eve can_edit_profile artist:luna', 'can_edit_profile'],
    ['can user:eve "Edit the profile" artist:luna', 'can_edit_profile'],
    ['can user:eve profile artist:luna', 'can_edit_profile'],
    ['can user:eve transfer artist:luna', 'transfer'],
    ['can user:eve over artist:luna', 'can_transfer'],
    ['CAN user:eve edit_profile on artist:luna ?', 'can_edit_profile'],
    ['why can user:eve edit_profile artist:luna', 'can_edit_profile'],
    ['can user:eve __proto__ artist:luna', '__proto__'],
  ])('%s is about %s', (line, permission) => {
    expect(readLine(line, words)).toMatchObject({ said: { permission } })
    expect(readLine(line, words).problem).toBeUndefined()
  })

  it.each([
    ['may user:eve', { kind: 'expected', said: 'may', options: ['can', 'why', 'what', 'who'] }],
    ['can eve', { kind: 'notAName', said: 'eve' }],
    ['can user:eve edit artist:luna', { kind: 'ambiguousPermission', options: ['can_edit_profile', 'can_edit_team'] }],
    ['can user:eve fly artist:luna', { kind: 'unknownPermission', said: 'fly' }],
    ['what can user:eve reach as edit_profile of planet', { kind: 'unknownType', said: 'planet' }],
    ['can user:eve editor artist:luna at noon', { kind: 'notAMoment', said: 'noon' }],
    ['can user:eve editor artist:luna please', { kind: 'expected', options: ['at', 'under'] }],
  ])('%s is wrong', (line, problem) => {
    expect(readLine(line, words).problem).toMatchObject(problem)
  })

  it('ends where something is not said yet', () => {
    expect(writeLine(question({ verb: 'can', subject: 'user:eve' }), words)).toBe('can user:eve')
    expect(writeLine(question({ verb: 'who', object: 'artist:luna' }), words)).toBe('who can')
    expect(readLine('can user:eve', words)).toMatchObject({
      said: { subject: 'user:eve' },
      expects: { kind: 'permission' },
    })
  })
})

describe('completion', () => {
  const at = (text: string) => completionAt(text, text.length, words)
  const texts = (text: string) => at(text).options.map((option) => option.text)

  it('offers the words that may follow', () => {
    expect(texts('')).toEqual(['can', 'why', 'what', 'who'])
    expect(texts('w')).toEqual(['why', 'what', 'who'])
    expect(texts('what can user:eve ')).toEqual(['do', 'reach'])
    expect(texts('can user:eve editor artist:luna ')).toEqual(['at', 'under'])
  })

  it('asks for names where a name is expected', () => {
    expect(at('can us')).toMatchObject({ from: 4, to: 6, names: { text: 'us', types: ['user'] } })
    expect(at('who can editor lu')).toMatchObject({ names: { text: 'lu' } })
  })

  it('offers permissions by name and by title', () => {
    expect(texts('can user:eve over')).toEqual(['can_transfer'])
    expect(texts('can user:eve edit')).toEqual(['edit_profile', 'edit_team', 'editor'])
    expect(texts('what can user:eve reach as editor of ')).toEqual(['user', 'team', 'artist'])
    expect(texts('who of ')).toEqual(['user', 'team#member'])
  })

  it('puts an option into the line', () => {
    const text = 'can user:eve edi artist:luna'
    const completion = completionAt(text, 16, words)
    expect(completed(text, completion, 'edit_profile')).toEqual({
      text: 'can user:eve edit_profile artist:luna',
      caret: 26,
    })
    expect(completed('can ', at('can '), 'user:of mars')).toEqual({ text: 'can "user:of mars" ', caret: 19 })
  })
})
