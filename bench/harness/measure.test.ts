import { describe, expect, test } from 'vitest'
import { emitFloor, walkFloor } from './floors.ts'
import { goalFor } from './goals.ts'
import { latencies, measure, medianOf, quantile, WrongAnswer } from './measure.ts'
import { Report } from './report.ts'

describe('measure', () => {
  test('runs the cases in turn, in every round', () => {
    const order: string[] = []
    const case_ = (name: string) => ({ name, operations: 1, expected: 0, run: () => order.push(name) * 0 })
    const timings = measure([case_('a'), case_('b')], { rounds: 2, warmups: 1 })
    expect(order.join('')).toBe('ababab')
    expect([...timings.keys()]).toEqual(['a', 'b'])
  })
  test('stops on a wrong answer', () => {
    const wrong = { name: 'wrong', operations: 1, expected: 1, run: () => 2 }
    expect(() => measure([wrong], { rounds: 1 })).toThrow(WrongAnswer)
  })
  test('takes quantiles of sorted values', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(quantile([1, 2, 3, 4], 0.99)).toBe(4)
    expect(medianOf([9, 1, 5])).toBe(5)
    expect([...latencies(3, () => undefined)].every((ns) => ns >= 0)).toBe(true)
  })
  test('the floors of a list give what they promise', () => {
    for (const floor of [emitFloor(10, 36, 'doc', 2), walkFloor(100, 1_000, 3)])
      expect(floor.run()).toBe(floor.expected)
  })
})

describe('report', () => {
  test('gives the distance to the floor, and says whether a goal is met', () => {
    const lines: string[] = []
    const report = new Report((line) => lines.push(line))
    report.add({ workload: 'W1', metric: 'direct check', value: 150, unit: 'ns', floor: 100, checked: 7 })
    report.add({ workload: 'memory', metric: 'graph', value: 21, unit: 'B/tuple', floor: null, checked: 1 })
    expect(report.rows[0]).toEqual({
      workload: 'W1',
      metric: 'direct check',
      value: 150,
      unit: 'ns',
      floor: 100,
      ofFloor: 1.5,
      checked: 7,
    })
    expect(lines[0]).toContain('1.5 × floor 100')
    expect(report.summary()[0]).toBe('goals: 1 met, 1 missed')
    expect(report.markdown()).toHaveLength(4)
    expect(goalFor({ workload: 'W1', metric: 'no such' })).toBeUndefined()
  })
})
