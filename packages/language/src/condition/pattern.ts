// Regular expressions, as automata whose time is linear in the text (RE2's syntax and semantics). Making an automaton
// takes about 20 µs per step of the pattern, and counted repetition multiplies steps: the 15 characters
// `(a{1,30}){1,30}` are 900. So the steps are counted before, and the last automata are kept.

import { RE2JS } from '@bufbuild/re2'

const STEPS_MAX = 2_000
const PATTERNS_MAX = 100
const patterns = new Map<string, RE2JS | undefined>()

/** Undefined when the text is no pattern, or one with too many steps. */
export function compilePattern(pattern: string): RE2JS | undefined {
  if (patterns.has(pattern)) return patterns.get(pattern)
  const compiled = stepsOf(pattern) > STEPS_MAX ? undefined : newPattern(pattern)
  if (patterns.size >= PATTERNS_MAX) patterns.clear()
  patterns.set(pattern, compiled)
  return compiled
}

function newPattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}

/** Quoted text, an escape, a class, a counted repetition, or any other character. */
const PART = /\\Q[\s\S]*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[\s\S]/g

/** At least as many steps as the pattern's automaton has, give or take a few for each operator. */
function stepsOf(pattern: string): number {
  const outer: number[] = []
  let total = 0
  let last = 0
  for (const [part, from, to] of pattern.matchAll(PART)) {
    if (part === '(') {
      outer.push(total)
      total = 0
    } else if (part === ')') {
      last = total
      total += outer.pop() ?? 0
    } else if (from !== undefined) {
      const more = last * (Math.max(Number(from), Number(to ?? 0), 1) - 1)
      last += more
      total += more
    } else {
      last = 1
      total += part.length
    }
  }
  return outer.reduce((sum, steps) => sum + steps, total)
}
