// The generator makes the same world from the same seed, and the engine and the oracle, which comes from the person's
// side and knows nothing of rewrites, agree on it.

import { compileConditions, parseModel } from '@lockness/language'
import { describe, expect, test } from 'vitest'
import { verify } from '../harness/asking.ts'
import { NOW } from '../harness/run.ts'
import { CreatorOracle } from '../oracle/creator-oracle.ts'
import { asText } from '../w1-creator-platform.ts'
import { makeCreatorWorld } from './creator.ts'
import { CreatorQuestions } from './creator-questions.ts'
import { loadWorld } from './load.ts'
import { surround } from './surrounded.ts'
import { objectName, tuplesIn, tuplesOf } from './world.ts'

const world = makeCreatorWorld({ scale: 0.001, seed: 3 })
const questions = () => new CreatorQuestions(world, new CreatorOracle(world), 4)
const asked = () =>
  [...questions().cold(300), ...questions().hot(300), ...questions().direct(100)].map((each) => asText(world, each))

describe('the creator platform', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(textsOf(1)).toEqual(textsOf(1))
    expect(textsOf(1)).not.toEqual(textsOf(2))
  })
  test('has ten thousand tuples at a thousandth, none of them twice', () => {
    const keys = Array.from(tuplesOf(world), ({ object, relation, subject }) => `${object}#${relation}@${subject}`)
    expect(tuplesIn(world)).toBe(keys.length)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThan(9_900)
    expect(keys.length).toBeLessThan(10_500)
  })
  test('has names of 36 characters in the form of UUIDv7, ascending', () => {
    const ids = world.names.get('track')!.map((name) => name.slice('track:'.length))
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    )
    expect([...ids].sort()).toEqual(ids)
  })
  test('has a model without mistakes', () => {
    const { model, diagnostics } = parseModel(world.dsl)
    expect(diagnostics).toEqual([])
    expect(compileConditions(model).diagnostics).toEqual([])
  })
  test('has questions of both answers, which the engine gives', () => {
    const all = asked()
    expect(all.some(({ expected }) => expected)).toBe(true)
    expect(all.some(({ expected }) => !expected)).toBe(true)
    expect(verify(loadWorld(world), all, NOW)).toBe(3 * all.length)
  })
  test('lists what the oracle lists, from both ends', () => {
    const oracle = new CreatorOracle(world)
    const engine = loadWorld(world)
    for (const user of [0, 1, 500, 999]) {
      const listed = engine.listObjects(
        { subject: objectName(world, 'user', user), relation: 'view', type: 'track' },
        NOW,
      )
      const expected = oracle.viewableTracks(user).map((track) => objectName(world, 'track', track))
      expect(listed.ok && [...listed.value.items].sort()).toEqual(expected.sort())
    }
    for (const track of [0, 2500, 4999]) {
      const object = objectName(world, 'track', track)
      const listed = engine.listSubjects({ object, relation: 'view', filter: { type: 'user' } }, NOW)
      const expected = [...oracle.viewers(track)].map((user) => objectName(world, 'user', user))
      expect(listed.ok && [...listed.value.items].sort()).toEqual(expected.sort())
      for (const user of [0, 7, 100]) expect(oracle.viewers(track).has(user)).toBe(oracle.check(user, 'view', track))
    }
  })
  test('gives the same answers when surrounded by unrelated tuples', () => {
    const outer = makeCreatorWorld({ scale: 0.002, seed: 9 })
    const both = surround(world, outer)
    expect(tuplesIn(both)).toBe(tuplesIn(world) + tuplesIn(outer))
    expect(verify(loadWorld(both), asked(), NOW)).toBeGreaterThan(0)
  })
})

function textsOf(seed: number): string[] {
  return Array.from(tuplesOf(makeCreatorWorld({ scale: 0.0005, seed })), (tuple) => JSON.stringify(tuple))
}
