import { compileModel, createEngine, type Explanation, Graph, type JsonObject, type Tuple } from '@lockness/authz'
import { compileConditions, hasErrors, parseModel } from '@lockness/language'
import { describe, expect, it } from 'vitest'
import { type Proof, proofOf, ROOT } from './proof.ts'
import { drawingOf } from './proof-drawing.ts'
import { waysOf } from './proof-words.ts'
import type { Reason } from './reasons.ts'
import { candidatesOf } from './remedies.ts'
import { vocabularyOf, Words } from './vocabulary.ts'

const MODEL = `model
  schema 1.1
type user
type robot
type team
  relations
    define member: [user, team#member]
type org
  relations
    define member: [user]
    define admin: [user]
type doc
  relations
    define org: [org]
    define parent: [doc]
    define frozen: [user:*]
    define owner: [user, robot with in_hours]
    define temporary: [user with in_hours]
    define assigned: [user, team#member]
    define editor: (assigned and member from org) or admin from org
    define can_edit: (editor or owner or temporary or can_edit from parent) but not frozen
condition in_hours(hour: int) {
  hour < 18
}
`
const parsed = parseModel(MODEL)
if (!parsed.model || hasErrors(parsed.diagnostics)) throw new Error(JSON.stringify(parsed.diagnostics))
const compiled = compileModel(parsed.model, compileConditions(parsed.model).conditions as never)
const words = new Words(vocabularyOf('m', parsed.model, undefined))

/** `doc:1#owner@user:a` */
function tuples(text: string): Tuple[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((each) => {
      const [, object = '', relation = '', subject = ''] = /^(.+?)#(\w+)@(.+)$/.exec(each)!
      return { object, relation, subject }
    })
}

function explain(world: readonly Tuple[], subject: string, context?: JsonObject): Explanation {
  const engine = createEngine(Graph.build(world), compiled)
  const asked = engine.explain(
    { subject, relation: 'can_edit', object: 'doc:1' },
    { at: 1_000, ...(context && { context }) },
  )
  if (!asked.ok) throw new Error(asked.error.message)
  return asked.value
}

function proof(world: readonly Tuple[], subject = 'user:eve', context?: JsonObject): Proof {
  const { steps, complete } = explain(world, subject, context)
  return proofOf(steps, complete)
}

const reasonsIn = ({ nodes }: Proof): Reason[] => [...nodes.values()].flatMap(({ reasons }) => reasons)

describe('the proof as people read it', () => {
  it('folds away what only holds the others together', () => {
    const yes = proof(
      tuples('doc:1#assigned@team:a#member team:a#member@user:eve doc:1#org@org:n org:n#member@user:eve'),
    )
    const root = yes.nodes.get(ROOT)!
    expect(root).toMatchObject({ kind: 'relation', relation: 'can_edit', join: 'but-not', result: 'yes' })
    expect(root.children.map(({ isNegated }) => isNegated)).toEqual([false, true])
    const editor = yes.nodes.get(root.children[0]!.to)!
    expect(editor).toMatchObject({ kind: 'relation', relation: 'editor', join: 'all' })
    expect(editor.children.map(({ to }) => yes.nodes.get(to)).map((n) => [n!.kind, n!.relation])).toEqual([
      ['tuple', 'assigned'],
      ['tuple', 'org'],
    ])
    expect([...yes.nodes.values()].some(({ kind }) => kind === 'group')).toBe(false)
  })

  it('understands everything that the engine says', () => {
    const late = { object: 'doc:1', relation: 'owner', subject: 'user:eve', expiresAt: 10 }
    const conditioned = { object: 'doc:1', relation: 'temporary', subject: 'user:eve', condition: { name: 'in_hours' } }
    const proofs = [
      proof([]),
      proof([late]),
      proof([conditioned], 'user:eve', { hour: 20 }),
      proof([conditioned]),
      proof(tuples('doc:1#org@org:n doc:1#assigned@team:a#member'), 'robot:r'),
      proof(tuples('doc:1#temporary@user:eve')),
      proof(tuples('doc:1#parent@doc:2')),
    ]
    const reasons = proofs.flatMap(reasonsIn)
    expect(reasons.filter(({ kind }) => kind === 'said')).toEqual([])
    const kinds = new Set(reasons.map(({ kind }) => kind))
    for (const kind of [
      'noTuple',
      'noParent',
      'expired',
      'conditionFalse',
      'missingContext',
      'never',
      'needsCondition',
    ])
      expect(kinds).toContain(kind)
    const other = { ...conditioned, condition: { name: 'gone' } }
    expect(reasonsIn(proof([other]))).toContainEqual({ kind: 'wrongCondition', condition: 'gone' })
  })
})

describe('a no in a few words', () => {
  it('tells each way and what stopped it, names before what nobody filled', () => {
    const ways = waysOf(proof(tuples('doc:1#org@org:n')))
    expect(ways.map(({ node }) => node.relation)).toEqual(['editor', 'owner', 'temporary'])
    expect(ways.find(({ node }) => node.relation === 'editor')!.stops.map(({ reason }) => reason)).toContainEqual({
      kind: 'noTuple',
      relation: 'assigned',
      subject: 'user:eve',
    })
  })

  it('tells what holds and must not', () => {
    const ways = waysOf(proof(tuples('doc:1#owner@user:eve doc:1#frozen@user:*')))
    expect(ways).toMatchObject([{ node: { relation: 'frozen' }, isNegated: true, stops: [{ isNegated: true }] }])
  })

  it('has nothing to say of a yes', () => {
    expect(waysOf(proof(tuples('doc:1#owner@user:eve')))).toEqual([])
  })
})

describe('what would make it a yes', () => {
  const added = (world: string, subject = 'user:eve') =>
    candidatesOf(proof(tuples(world), subject), subject, words).map((remedy) =>
      remedy.added.map(({ object, relation, subject: s }) => `${object}#${relation}@${s}`).join(' '),
    )

  it('is one tuple, or several that are needed together', () => {
    expect(added('doc:1#org@org:n')).toEqual([
      'doc:1#owner@user:eve',
      'org:n#admin@user:eve',
      'doc:1#assigned@user:eve org:n#member@user:eve',
    ])
  })

  it('goes through teams and parents', () => {
    expect(added('doc:1#org@org:n org:n#member@user:eve doc:1#assigned@team:a#member doc:1#parent@doc:2')).toEqual(
      expect.arrayContaining(['team:a#member@user:eve', 'doc:2#owner@user:eve', 'doc:1#assigned@user:eve']),
    )
  })

  it('is nothing where something would have to go, or where the model has no way', () => {
    expect(added('doc:1#owner@user:eve doc:1#frozen@user:*')).toEqual([])
    expect(added('', 'robot:r')).toEqual([])
  })

  it('replaces what has expired', () => {
    const late = { object: 'doc:1', relation: 'owner', subject: 'user:eve', expiresAt: 10 }
    const [first] = candidatesOf(proof([late]), 'user:eve', words)
    expect(first).toMatchObject({ added: [{ relation: 'owner' }], replaced: [late] })
    expect(first!.added[0]).not.toHaveProperty('expiresAt')
  })
})

describe('the drawing', () => {
  it('leads from whoever is asked about to what is asked, by the names of tuples', () => {
    const { boxes, arrows, isCut } = drawingOf(
      proof(tuples('doc:1#assigned@team:a#member team:a#member@user:eve doc:1#org@org:n org:n#member@user:eve')),
    )
    expect(isCut).toBe(false)
    expect(boxes.filter(({ kind }) => kind === 'subject').map(({ subject }) => subject)).toEqual(['user:eve'])
    expect(arrows.flatMap(({ relation }) => relation ?? []).sort()).toEqual(['assigned', 'member', 'member', 'org'])
    expect(arrows.filter(({ isNegated }) => isNegated)).toHaveLength(1)
  })

  it('holds the nearest boxes and says that there are more', () => {
    const parents = Array.from({ length: 50 }, (_, i) => `doc:1#parent@doc:p${i}`).join(' ')
    const { boxes, isCut } = drawingOf(proof(tuples(parents)), 10)
    expect(boxes).toHaveLength(10)
    expect(isCut).toBe(true)
  })
})
