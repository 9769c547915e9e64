import { type Tuple, tupleKey } from '@lockness/authz'
import { describe, expect, test, vi } from 'vitest'
import { caseOf } from '../suites/differential.ts'
import { Chance } from './chance.ts'
import { Coverage, SHAPES } from './coverage.ts'
import { historyOf } from './history.ts'
import { shrink } from './shrink.ts'
import { isWellTyped } from './well-typed.ts'

const WORLDS = 200

vi.setConfig({ testTimeout: 60_000 })

describe('random worlds', () => {
  test('are the same for the same seed', () => {
    expect(JSON.stringify(caseOf(7))).toBe(JSON.stringify(caseOf(7)))
    expect(JSON.stringify(caseOf(7))).not.toBe(JSON.stringify(caseOf(8)))
  })

  test('are well-typed', () => {
    for (let seed = 1; seed <= WORLDS; seed++) expect(isWellTyped(caseOf(seed).world.model), `seed ${seed}`).toBe(true)
  })

  test('show every pair of shapes often', () => {
    const coverage = new Coverage()
    for (let seed = 1; seed <= WORLDS; seed++) {
      const { world, asked } = caseOf(seed)
      coverage.add(
        world,
        asked.flatMap(({ given }) => given.contextualTuples ?? []),
      )
    }
    for (const outer of SHAPES) {
      for (const inner of SHAPES)
        expect(coverage.count(outer, inner), `${outer} over ${inner}`).toBeGreaterThan(WORLDS / 20)
    }
  })
})

describe('a random past', () => {
  test('leads to exactly the tuples wanted, and every change fits what is there', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const target = caseOf(seed).world.tuples
      const { start, changes } = historyOf(target, new Chance(seed))
      const now = new Map(start.map((tuple) => [tupleKey(tuple), tuple]))
      for (const { removed, added } of changes) {
        for (const tuple of removed) expect(now.delete(tupleKey(tuple))).toBe(true)
        for (const tuple of added) expect(now.has(tupleKey(tuple))).toBe(false)
        for (const tuple of added) now.set(tupleKey(tuple), tuple)
      }
      const sorted = (tuples: Iterable<Tuple>) => [...tuples].map((tuple) => JSON.stringify(tuple)).sort()
      expect(sorted(now.values())).toEqual(sorted(target))
    }
  })
})

describe('shrinking', () => {
  test('leaves only what the failure needs', () => {
    const { world, asked } = caseOf(11)
    const needed = world.tuples[3]!
    const small = shrink({ world, asked: asked[0]! }, (smaller) =>
      smaller.world.tuples.some((tuple) => tupleKey(tuple) === tupleKey(needed)),
    )
    expect(small.world.tuples.map(tupleKey)).toEqual([tupleKey(needed)])
    expect(small.world.model.type_definitions).toEqual([])
    expect(small.asked.given).toEqual({ at: asked[0]!.given.at })
  })
})
