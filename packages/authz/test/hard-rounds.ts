/**
 * A program that asks rounds of hard questions and prints the bytes in use after each, as JSON.
 * A process of its own, with the collector at hand: beside a test runner the figure is as much the runner's as ours.
 */
import { ask, engine, groups } from './notation.ts'

const collect = globalThis.gc
if (!collect) throw new Error('Run this with --expose-gc.')

const fan = Array.from({ length: 3_000 }, (_, i) => `doc:1#viewer@group:${i}#member`)
const ring = Array.from({ length: 500 }, (_, i) => `group:r${i}#member@group:r${(i + 1) % 500}#member`)
const it = engine(groups, [...fan, ...ring, 'doc:2#viewer@group:r0#member', 'doc:2#blocked@group:r9#member'])

const bytes = Array.from({ length: 25 }, () => {
  for (let i = 0; i < 300; i++) {
    ask(it, `user:stranger${i} viewer doc:1`)
    ask(it, `user:stranger${i} can_view doc:2`)
    ask(it, `user:stranger${i} viewer doc:1`, { limits: { stepsMax: 10 } })
    it.checkMany([{ subject: `user:s${i}`, relation: 'both', object: `doc:new${i}` }], { at: 0 })
  }
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
})
console.log(JSON.stringify(bytes))
