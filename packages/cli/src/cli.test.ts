import { spawnSync } from 'node:child_process'
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { type Disk, runCli, type Terminal } from './cli.ts'

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define owner: [user, user with office]
    define viewer: [user] or owner
condition office(hour: int) {
  hour > 8
}
`
const TEST = `model_file: model.fga
tuples:
  - {user: user:anne, relation: owner, object: doc:1}
tests:
  - name: owners
    tuples:
      - {user: user:carl, relation: owner, object: doc:1, condition: {name: office}}
    check:
      - user: user:anne
        object: doc:1
        assertions:
          viewer: true
          owner: false
`

interface Ran {
  readonly code: number
  readonly out: string
  readonly complaints: string
  readonly files: Record<string, string>
}

async function run(
  args: string,
  files: Record<string, string> = { 'model.fga': MODEL, 'a.fga.yaml': TEST },
  isColored = false,
): Promise<Ran> {
  const kept = { ...files }
  const ran = { out: '', complaints: '' }
  const terminal: Terminal = {
    print: (text) => void (ran.out += text),
    complain: (text) => void (ran.complaints += text),
    colors: pc.createColors(isColored),
    disk: memoryDisk(kept),
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    env: () => undefined,
    progress: () => undefined,
    input: async function* () {},
    ending: () => new AbortController().signal,
  }
  const code = await runCli(
    args.match(/'[^']*'|\S+/g)!.map((each) => each.replace(/^'|'$/g, '')),
    terminal,
  )
  return { code, ...ran, files: kept }
}

function memoryDisk(files: Record<string, string>): Disk {
  const names = () => Object.keys(files)
  return {
    here: [],
    read: (path) => files[path],
    write: (path, text) => void (files[path] = text),
    open: (path) => ({ bytes: files[path]!.length, chunks: new Blob([files[path]!]).stream() }),
    save: async (path, chunks) => void (files[path] = (await Array.fromAsync(chunks)).join('')),
    kind: (path) =>
      path in files
        ? 'file'
        : path === '.' || names().some((name) => name.startsWith(`${path}/`))
          ? 'folder'
          : undefined,
    list: (path) => {
      const inside = names().filter((name) => path === '.' || name.startsWith(`${path}/`))
      return [...new Set(inside.map((name) => name.slice(path === '.' ? 0 : path.length + 1).split('/')[0]!))].sort()
    },
  }
}

describe('model check', () => {
  it('says nothing is wrong', async () => {
    expect(await run('model check')).toMatchObject({ code: 0, out: '0 errors, 0 warnings in 2 files\n' })
  })

  it('shows the line and points at the column', async () => {
    const { code, out } = await run('model check model.fga', {
      'model.fga': MODEL.replace('viewer: [user]', 'viewer: [usr]'),
    })
    expect(code).toBe(1)
    expect(out).toContain('model.fga:7:21  error  there is no type `usr`  invalid-type\n')
    expect(out).toContain('  7 |     define viewer: [usr] or owner\n    |                     ^^^\n')
    expect(out).toContain('  fix: change to `user`\n')
    expect(out).toContain('1 error, 0 warnings in 1 file\n')
  })

  it('tells a mistake that several test files meet once', async () => {
    const { out } = await run('model check', {
      'model.fga': MODEL.replace('or owner', 'or ownr'),
      'a.fga.yaml': TEST,
      'b.fga.yaml': TEST,
    })
    expect(out.match(/ownr/g)).toHaveLength(2) // in the message and in the line
  })

  it('tells a mistake that is made again once, and where', async () => {
    const files = { 'model.fga': MODEL.replaceAll('define', 'defin') }
    const { out } = await run('model check', files)
    expect(out).toContain('model.fga:6:5  error')
    expect(out).toContain('  the same on line 7\n')
    expect(out).toContain('1 error, 0 warnings in 1 file\n')
    const { diagnostics } = JSON.parse((await run('model check model.fga --json', files)).out)
    expect(diagnostics).toMatchObject([{ line: 6, also: [{ line: 7, column: 5 }] }])
  })

  it('shows both places of a conflict', async () => {
    const { code, out } = await run('model check', {
      'fga.mod': "schema: '1.2'\ncontents:\n  - core.fga\n  - sub/more.fga\n",
      'core.fga': 'module core\n\ntype user\n',
      'sub/more.fga': 'module more\n\ntype user\n',
    })
    expect(code).toBe(1)
    expect(out).toContain('sub/more.fga:3:6  error')
    expect(out).toContain('core.fga:3:6  the other place\n  3 | type user\n    |      ^^^^\n')
  })

  it('checks a module with the others that its fga.mod names', async () => {
    const files = {
      'fga.mod': "schema: '1.2'\ncontents:\n  - a.fga\n  - b.fga\n",
      'a.fga': 'module a\n\ntype user\n',
      'b.fga': 'module b\n\ntype doc\n  relations\n    define owner: [user]\n',
    }
    expect(await run('model check b.fga', files)).toMatchObject({ code: 0 })
  })

  it('answers in JSON', async () => {
    const { code, out } = await run('model check --json', { 'model.fga': MODEL.replace('[user]', '[usr]') })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      diagnostics: [{ file: 'model.fga', line: 7, column: 21, endColumn: 24, code: 'invalid-type' }],
    })
  })

  it('colours only on a terminal', async () => {
    const broken = { 'model.fga': MODEL.replace('[user]', '[usr]') }
    const ansi = String.fromCharCode(27)
    expect((await run('model check', broken)).out).not.toContain(ansi)
    expect((await run('model check', broken, true)).out).toContain(ansi)
  })
})

describe('hostile files', () => {
  it('draws a hundred of many mistakes, and tells how many more there are', async () => {
    const many = { 'm.fga': `${MODEL.split('condition')[0]}${'    define x: [usr]\n'.repeat(20_000)}` }
    const { code, out } = await run('model check m.fga', many)
    expect(code).toBe(1)
    expect(out.match(/ error {2}/g)).toHaveLength(100)
    expect(out).toMatch(/… and \d{5} more; --json shows them all\n\n\d{5} errors, 0 warnings in 1 file\n$/)
  })

  it('does not let a file steer the terminal', async () => {
    const ansi = String.fromCharCode(27)
    const { out } = await run('model check m.fga', { 'm.fga': `model\n  schema 1.1\ntype a${ansi}[2Jb\n` })
    expect(out).not.toContain(ansi)
    expect(out).toContain('  3 | type a␛[2Jb\n')
  })

  it('shows a list of 200,000 entries as one mistake', async () => {
    const text = MODEL.replace('or owner', `or owner${' or owner'.repeat(100_000)}`)
    expect((await run('model check m.fga', { 'm.fga': text })).out).toContain('more than once  duplicated-error')
  })
})

describe('model test', () => {
  it('says which expectation failed, on which line, and how to see why', async () => {
    const { code, out } = await run('model test')
    expect(code).toBe(1)
    expect(out).toContain('a.fga.yaml:13:11  expected no, received yes\n  13 |           owner: false\n')
    expect(out).toContain('lockness model explain a.fga.yaml user:anne owner doc:1 --test owners\n')
    expect(out).toContain('1 passed, 1 failed in 1 file\n')
  })

  it('passes', async () => {
    const { code, out } = await run('model test .', {
      'model.fga': MODEL,
      'a.fga.yaml': TEST.replace('owner: false', 'owner: true'),
    })
    expect({ code, out }).toEqual({ code: 0, out: '✓ a.fga.yaml  2 passed\n2 passed, 0 failed in 1 file\n' })
  })

  it('does not pass when a file cannot be run', async () => {
    const { code, out } = await run('model test', {
      'model.fga': MODEL,
      'a.fga.yaml': TEST.replace('relation: owner', 'relation: boss'),
    })
    expect(code).toBe(1)
    expect(out).toContain('0 passed, 0 failed, 1 file could not be run')
  })

  it('answers in JSON', async () => {
    const { out } = await run('model test --json')
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 1,
      files: [{ tests: [{ failures: [{ line: 13, question: 'check user:anne owner doc:1', received: true }] }] }],
    })
  })
})

describe('model format', () => {
  const untidy = 'model\n  schema 1.1\ntype   user\n'
  it('prints, checks and writes', async () => {
    const { code, out, files } = await run('model format m.fga', { 'm.fga': untidy })
    expect({ code, text: files['m.fga'] }).toEqual({ code: 0, text: untidy })
    expect(await run('model format --check m.fga', { 'm.fga': untidy })).toMatchObject({
      code: 1,
      out: 'not formatted  m.fga\n1 of 1 file would change\n',
    })
    const written = await run('model format --write m.fga', { 'm.fga': untidy })
    expect(written).toMatchObject({ code: 0, files: { 'm.fga': out } })
    expect(await run('model format --check m.fga', written.files)).toMatchObject({ code: 0 })
  })

  it('leaves alone what it cannot read, and says so', async () => {
    const broken = { 'm.fga': 'model\n  schema 1.1\ntype   user user\n' }
    for (const flag of ['', ' --check', ' --write']) {
      const { code, complaints, files } = await run(`model format${flag} m.fga`, broken)
      expect({ code, files }).toEqual({ code: 1, files: broken })
      expect(complaints).toContain('`m.fga` has mistakes of syntax and stays as it is')
    }
  })

  it('does not check and write at once', async () => {
    expect(await run('model format --check --write')).toMatchObject({ code: 2 })
  })
})

describe('model diff', () => {
  const files = { 'a.fga': MODEL, 'b.fga': MODEL.replace('viewer: [user] or owner', 'viewer: [user, user:*] or owner') }
  it('says what changed in meaning', async () => {
    const { code, out } = await run('model diff a.fga b.fga', files)
    expect(code).toBe(0)
    expect(out).toBe('↑ widened   doc#viewer  whoever had it has it still, others may gain\n    + [user:*]\n')
  })

  it('exits with 1 on request, and answers in JSON', async () => {
    const after = { ...files, 'b.fga': MODEL.replace('hour > 8', 'hour > 9') }
    expect(await run('model diff a.fga b.fga --exit-code', after)).toMatchObject({ code: 1 })
    expect(JSON.parse((await run('model diff --json a.fga b.fga', after)).out)).toMatchObject({
      conditions: [{ condition: 'office', parts: ['expression'] }],
    })
    expect(await run('model diff a.fga a.fga --exit-code', after)).toMatchObject({
      code: 0,
      out: 'no change in meaning\n',
    })
  })

  it('shows the errors of a model that has some', async () => {
    expect(await run('model diff a.fga b.fga', { ...files, 'b.fga': 'model\n' })).toMatchObject({ code: 1 })
    expect(await run('model diff a.fga none.fga', files)).toMatchObject({ code: 2 })
    const { out } = await run('model diff --json a.fga b.fga', { ...files, 'b.fga': 'model\n' })
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ file: 'b.fga', severity: 'error' }] })
  })
})

describe('model explain', () => {
  it('draws the proof', async () => {
    const { code, out } = await run('model explain a.fga.yaml user:anne viewer doc:1')
    expect(code).toBe(0)
    expect(out).toContain('user:anne viewer doc:1  yes\n')
    expect(out).toMatch(/└─ ✓ doc:1#owner\n\s+└─ ✓ tuple doc:1#owner@user:anne\n/)
  })

  it('draws what was tried', async () => {
    const { code, out } = await run(
      `model explain a.fga.yaml user:carl owner doc:1 --test owners --context '{"hour":7}'`,
    )
    expect(code).toBe(0)
    expect(out).toContain('user:carl owner doc:1  no\n')
    expect(out).toContain('✗ tuple doc:1#owner@user:carl with office')
  })

  it('draws a `but not` as a `not`, right and wrong', async () => {
    const files = {
      'model.fga': MODEL.replace('viewer: [user] or owner', 'banned: [user]\n    define viewer: owner but not banned'),
      'a.fga.yaml': TEST.replace(
        'tests:',
        '  - {user: user:dora, relation: owner, object: doc:1}\n  - {user: user:dora, relation: banned, object: doc:1}\ntests:',
      ),
    }
    expect((await run('model explain a.fga.yaml user:anne viewer doc:1', files)).out).toContain('└─ ✓ not doc:1#banned')
    const { out } = await run('model explain a.fga.yaml user:dora viewer doc:1', files)
    expect(out).toMatch(/└─ ✗ not doc:1#banned\n\s+└─ ✓ tuple doc:1#banned@user:dora\n/)
  })

  it('says what is missing', async () => {
    const { code, out } = await run('model explain a.fga.yaml user:carl owner doc:1 --test owners')
    expect(code).toBe(1)
    expect(out).toContain('hour')
  })

  it('answers in JSON, and knows its tests', async () => {
    expect(JSON.parse((await run('model explain a.fga.yaml user:anne viewer doc:1 --json')).out)).toMatchObject({
      verdict: { answer: 'yes' },
    })
    expect(await run('model explain a.fga.yaml user:anne viewer doc:1 --test none')).toMatchObject({ code: 2 })
  })
})

describe('how it is called', () => {
  it.each([
    ['model chekc', 'Did you mean check?'],
    ['modl', 'Did you mean model?'],
    ['model test --jsn', 'Did you mean --json?'],
    ['model diff a.fga', "missing required argument 'after'"],
    ['model test --at yesterday', 'expected a time'],
    ['model explain a.fga.yaml a b c --context {', 'expected JSON'],
    ['model check nowhere', '`nowhere`'],
    ['model explain nowhere user:a b c:d', '`nowhere`'],
    ['model explain a.fga.yaml a b c --test none', '`none`'],
  ])('%s', async (args, complaint) => {
    const { code, complaints, out } = await run(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(complaints).toContain(complaint)
  })

  it('every command has an example, and answers in JSON when it is told to', async () => {
    const { out: script } = await run('completion bash')
    const paths = [...script.matchAll(/^ {4}'([a-z -]*)'\) echo '(.*)' ;;$/gm)]
    expect(paths.length).toBeGreaterThan(40)
    for (const [, path = '', words = ''] of paths) {
      const { code, out } = await run(`${path} --help`.trim())
      expect({ path, code }).toEqual({ path, code: 0 })
      expect(out).toMatch(new RegExp(`Example:\\n {2}\\$ .*lockness ${path}`))
      const isGroup = / \[command\]$/m.test(out)
      expect({ path, json: words.includes('--json') }).toEqual({ path, json: !isGroup && path !== 'completion' })
    }
  })

  it('tells its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it('runs as a program, with an exit code and no colours in a pipe', () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/lockness.mjs', 'model', 'check', 'verticals'], {
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '1' },
    })
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^0 errors, 0 warnings in \d+ files\n$/),
    })
  })
})
