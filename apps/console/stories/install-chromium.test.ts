// Bringing a browser, on machines that are not this one.

import { expect, test } from 'vitest'
import { installChromium, type Machine } from './install-chromium.ts'

function machine(change: Partial<Machine> = {}) {
  const ran: string[] = []
  const made: Machine = {
    chromium: undefined,
    isNamed: false,
    system: 'NAME="Debian GNU/Linux"\nID=debian\n',
    isRoot: true,
    has: () => true,
    run: async (command) => {
      ran.push(command.join(' '))
      return { code: 0, output: '' }
    },
    ...change,
  }
  return { made, ran }
}

test('where there is one, nothing is done', async () => {
  const { made, ran } = machine({ chromium: '/usr/bin/chromium' })
  expect(await installChromium(expect.fail, made)).toBeUndefined()
  expect(ran).toEqual([])
})

test('on Debian it is fetched and then installed, without a question', async () => {
  const { made, ran } = machine()
  const said: string[] = []
  expect(await installChromium((text) => said.push(text), made)).toBeUndefined()
  expect(said).toHaveLength(1)
  expect(ran.map((command) => command.replace(/^.*--no-install-recommends /, ''))).toEqual([
    'update',
    '--download-only install chromium',
    '--no-download install chromium',
  ])
  expect(ran.every((command) => command.startsWith('env DEBIAN_FRONTEND=noninteractive apt-get -qq -y'))).toBe(true)
})

test('whoever is not root does it by sudo, which must not ask', async () => {
  const { made, ran } = machine({ isRoot: false })
  await installChromium(() => undefined, made)
  expect(ran[0]).toMatch(/^sudo -n env /)
})

// biome-ignore format: a table is read by its columns
test.each([
  ['one that is named',      { isNamed: true },                                                            'leads to none'],
  ['another system',         { system: 'ID=ubuntu\nID_LIKE=debian\n' },                                    'only Debian'],
  ['no system that says so', { system: '' },                                                               'only Debian'],
  ['no apt-get',             { has: () => false },                                                         'no `apt-get`'],
  ['nobody who may',         { isRoot: false, has: (program: string) => program !== 'sudo' },              'only root'],
  ['no network',             { run: async () => ({ code: 100, output: 'E: could not resolve' }) },         '`update` ended with 100: E: could not resolve'],
])('it says in one line why there is none: %s', async (_, change, reason) => {
  const why = await installChromium(() => undefined, machine(change).made)
  expect(why).toContain(reason)
  expect(why).not.toContain('\n')
})

test('what fails ends it: nothing is installed that was not fetched', async () => {
  const ran: string[] = []
  const { made } = machine({
    run: async (command) => {
      ran.push(command.at(-1) ?? '')
      return { code: ran.length === 2 ? 1 : 0, output: 'it took too long' }
    },
  })
  expect(await installChromium(() => undefined, made)).toContain('took too long')
  expect(ran).toEqual(['update', 'chromium'])
})
