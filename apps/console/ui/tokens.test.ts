// What is written on what, and what must be seen on what: computed from the tokens, for both themes, by WCAG 2.2.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Colors = readonly [light: string, dark: string]

const TOKENS = readTokens(readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8'))
const SURFACES = ['sunken', 'canvas', 'surface', 'raised', 'hover', 'selected']
const MEANINGS = ['allow', 'deny', 'cond', 'info']
const SERIES = [1, 2, 3, 4, 5].map((number) => `series-${number}`)

/** Text and what it stands on: 4.5. */
const READ: readonly (readonly [inks: readonly string[], on: readonly string[]])[] = [
  [['ink', 'muted', 'faint', 'accent-ink', ...MEANINGS], SURFACES],
  [['ink', 'muted', 'accent-ink'], ['accent-soft']],
  ...MEANINGS.map((name) => [[name, 'ink', 'muted'], [`${name}-soft`]] as const),
  [['on-accent'], ['accent', 'accent-hover']],
  [['on-deny-fill'], ['deny-fill']],
  [['canvas'], ['ink']],
  [['ink'], ['accent-line', 'allow-line', 'deny-line']],
]

/** Borders of controls, the focus, marks and lines that carry meaning: 3. */
const SEEN: readonly (readonly [marks: readonly string[], on: readonly string[]])[] = [
  [['edge', 'focus', 'accent'], SURFACES],
  [['deny'], SURFACES],
  [['deny-fill'], ['canvas', 'surface', 'raised']],
  [SERIES, ['canvas', 'surface']],
]

describe.each([
  ['text', READ, 4.5],
  ['marks', SEEN, 3],
] as const)('contrast of %s', (_, pairs, least) => {
  it.each(pairs)('%j on %j', (fronts, backs) => {
    for (const front of fronts) {
      for (const back of backs) {
        for (const theme of [0, 1] as const) {
          const found = contrast(colorOf(front)[theme], colorOf(back)[theme])
          expect(found, `${front} on ${back}, ${['light', 'dark'][theme]}`).toBeGreaterThanOrEqual(least)
        }
      }
    }
  })
})

function readTokens(css: string): ReadonlyMap<string, Colors> {
  const found = css.matchAll(/--lk-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)
  return new Map(Array.from(found, ([, name = '', light = '', dark = '']) => [name, [light, dark]]))
}

function colorOf(name: string): Colors {
  const colors = TOKENS.get(name)
  if (!colors) throw new Error(`there is no token \`${name}\``)
  return colors
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
