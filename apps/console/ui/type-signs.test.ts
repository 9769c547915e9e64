// The drawings in type-signs.css are lucide's: the file is what this writes. After a change of the names, `vitest -u` on
// this file writes it anew.

import * as lucide from 'lucide-react'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { SIGNS, USUAL_SIGNS } from './type-signs.ts'

const HEAD = `/*
 * The signs of type-icon.tsx, written by type-signs.test.ts from lucide's drawings: masks, so that they take the colour of the text.
 */

.lk-sign {
  display: block;
  background: currentcolor;
  mask: var(--lk-sign) center / contain no-repeat;
}

@media (forced-colors: active) {
  .lk-sign {
    background: CanvasText;
    forced-color-adjust: none;
  }
}
`

function drawn(name: string): string {
  const exported = name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())
  const icon = (lucide as unknown as Record<string, lucide.LucideIcon>)[exported]
  if (!icon) throw new Error(`lucide has no \`${name}\``)
  const inside = renderToStaticMarkup(createElement(icon)).replace(/^<svg[^>]*>|<\/svg>$/g, '')
  const pen = 'fill="none" stroke="#000" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ${pen}>${inside}</svg>`
  return svg.replaceAll(/><\/(?:path|circle|rect|line|polyline|polygon|ellipse)>/g, '/>').replaceAll('#', '%23')
}

test('the signs are drawn as lucide draws them', async () => {
  const rules = [...SIGNS].map(
    (name) => `.lk-sign-${name} {\n  --lk-sign: url('data:image/svg+xml,${drawn(name)}');\n}\n`,
  )
  await expect([HEAD, ...rules].join('\n')).toMatchFileSnapshot('type-signs.css')
})

test('what is usual has a sign', () => {
  expect([...USUAL_SIGNS.values()].filter((name) => !SIGNS.has(name))).toEqual([])
})
