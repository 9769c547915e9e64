import type { AuthorizationModel } from '@lockness/authz'
import { describe, expect, it } from 'vitest'
import { conditionsFor, type Draft, EMPTY_DRAFT, problemsOf, relationsFor, tupleOf } from './change/draft.ts'
import { Lexicon, thingOf, typeOf, wordsOf } from './words.ts'

const own = { this: {} }
const MODEL: AuthorizationModel = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'team',
      relations: { member: own },
      metadata: { relations: { member: { directly_related_user_types: [{ type: 'user' }] } } },
    },
    {
      type: 'label',
      relations: {
        parent: own,
        editor: { union: { child: [own, { computedUserset: { relation: 'owner' } }] } },
        owner: own,
        can_edit: { computedUserset: { relation: 'editor' } },
      },
      metadata: {
        relations: {
          parent: { directly_related_user_types: [{ type: 'label' }] },
          editor: {
            directly_related_user_types: [
              { type: 'user' },
              { type: 'user', condition: 'soon' },
              { type: 'team', relation: 'member' },
            ],
          },
          owner: {
            directly_related_user_types: [
              { type: 'user', condition: 'soon' },
              { type: 'user', wildcard: {} },
            ],
          },
        },
      },
    },
  ],
  conditions: { soon: { name: 'soon', expression: 'hour < 3', parameters: { hour: { type_name: 'TYPE_NAME_INT' } } } },
}
const CATALOG = {
  types: [
    {
      type: 'label',
      singular: 'Label',
      containedIn: ['parent'],
      entries: [{ relation: 'can_edit', kind: 'permission', title: 'Edit it' }],
    },
    { type: 'user', isPrincipal: true },
  ],
}
const lexicon = new Lexicon(wordsOf('m', MODEL, CATALOG))
const bare = new Lexicon(wordsOf('m', MODEL, undefined))

describe('the words of a store', () => {
  it('are those of the catalog, or the names of the model', () => {
    expect([lexicon.singularOf('label'), bare.singularOf('label')]).toEqual(['Label', 'label'])
    expect([lexicon.titleOf('label', 'can_edit'), bare.titleOf('label', 'can_edit')]).toEqual(['Edit it', 'can edit'])
    expect([lexicon.decisions, bare.decisions]).toEqual([['label#can_edit'], undefined])
    expect([lexicon.principals, bare.principals]).toEqual([['user'], ['user']])
  })

  it('know what lies in what', () => {
    expect(lexicon.containedIn('label')).toEqual([{ type: 'label', relations: ['parent'] }])
    expect(lexicon.containedIn('team')).toEqual([])
  })

  it('take names apart at the first colon and the last hash', () => {
    expect([typeOf('doc:a:b'), thingOf('team:a#b#member'), thingOf('user:ann')]).toEqual([
      'doc',
      'team:a#b',
      'user:ann',
    ])
  })
})

describe('a tuple that is filled in', () => {
  const draft = (part: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, object: 'label:north', ...part })

  it('has the relations that tuples may have', () => {
    expect(relationsFor(lexicon, 'label:north').map(({ relation }) => relation)).toEqual(['parent', 'editor', 'owner'])
  })

  it.each([
    [{ relation: 'editor', subject: 'user:ann' }, {}],
    [{ relation: 'editor', subject: 'team:a#member' }, {}],
    [{ relation: 'editor', subject: 'team:a' }, { subject: 'notAllowed' }],
    [{ relation: 'editor', subject: 'user:*' }, { subject: 'notAllowed' }],
    [{ relation: 'owner', subject: 'user:*' }, {}],
    [{ relation: 'owner', subject: 'user:ann' }, { condition: 'conditionNeeded' }],
    [{ relation: 'owner', subject: 'user:ann', condition: 'soon', context: '{"hour":' }, { context: 'notJson' }],
    [{ relation: 'editor', subject: 'ann' }, { subject: 'notAName' }],
    [{ relation: 'editor', subject: 'user:ann', endsAt: new Date(5) }, { endsAt: 'inThePast' }],
    [{ object: 'label:*' }, { object: 'notAName', relation: 'missing', subject: 'missing' }],
  ])('%j lacks %j', (part, problems) => {
    expect(problemsOf(draft(part), lexicon, 10)).toEqual(problems)
  })

  it('says which conditions there are, and becomes a tuple', () => {
    const filled = draft({
      relation: 'editor',
      subject: 'user:ann',
      condition: 'soon',
      context: '{"hour":1}',
      endsAt: new Date(99),
    })
    expect(conditionsFor(lexicon, filled)).toEqual(['', 'soon'])
    expect(tupleOf(filled)).toEqual({
      object: 'label:north',
      relation: 'editor',
      subject: 'user:ann',
      condition: { name: 'soon', context: { hour: 1 } },
      expiresAt: 99,
    })
  })
})
