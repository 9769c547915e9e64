import pc from 'picocolors'
import { expect, test } from 'vitest'
import { type Welcome, welcomeText } from './welcome.ts'

const colors = pc.createColors(false)
const about: Welcome = {
  url: 'http://127.0.0.1:8080',
  place: 'data in .lockness',
  firstRootKey: 'lk_root_secret',
  keyVariable: undefined,
  demoStore: '01DEMO',
}

test('the link to the console stands first, for whoever reads no further', () => {
  const link = 'http://127.0.0.1:8080/sign-in#code=abc'
  const text = welcomeText(colors, { ...about, signInLink: link })
  expect(text).toContain(`Open the console, signed in (once, within 15 minutes):\n  ${link}\n`)
  expect(text.indexOf(link)).toBeLessThan(text.indexOf('lk_root_secret'))
})

test('without a console nothing is said of one', () => {
  expect(welcomeText(colors, about)).not.toMatch(/console|sign-in/)
})
