import { type Client, LocknessError } from '@lockness/client'
import { expect, test } from 'vitest'
import type { Workspace } from '../workspace/workspace.ts'
import { askPush, makePush, targetOf } from './push.ts'

const FILES = new Map([
  ['music/model.fga', 'module music'],
  ['music/catalog.yaml', 'module: music'],
  ['ads/model.fga', 'module ads'],
])
const MODULES: Workspace = { kind: 'modules', files: FILES }
const OPTIONS = { allowOrphans: false, reason: 'because', label: 'stable' }

/** Keeps what it was asked, and answers what it is given. */
function clientWith(answer: object | Error) {
  const asked: [string, Readonly<Record<string, unknown>>][] = []
  const method = (name: string) => async (input: Readonly<Record<string, unknown>>) => {
    asked.push([name, input])
    if (answer instanceof Error) throw answer
    return answer
  }
  const module = { push: method('push'), pushSet: method('pushSet'), remove: method('remove') }
  return { asked, client: { module, model: { write: method('write') } } as unknown as Client }
}

test('only modules that were touched are pushed, each with all of its files and the version it began from', () => {
  expect(targetOf(MODULES, ['music/catalog.yaml'], () => 'v1')).toEqual({
    kind: 'modules',
    parts: [
      {
        module: 'music',
        files: [
          { path: 'model.fga', text: 'module music' },
          { path: 'catalog.yaml', text: 'module: music' },
        ],
        basedOn: 'v1',
      },
    ],
  })
})

test('a module without files is taken away, and a model in one file is written whole', () => {
  const left: Workspace = { kind: 'modules', files: new Map([['ads/model.fga', 'module ads']]) }
  expect(targetOf(left, ['music/model.fga'], () => 'v1')).toMatchObject({ parts: [{ module: 'music', files: null }] })
  const whole: Workspace = { kind: 'whole', files: new Map([['model.fga', 'model']]) }
  expect(targetOf(whole, ['model.fga'], () => null)).toEqual({ kind: 'whole', text: 'model' })
})

test('one module is pushed alone, several together; asking says neither reason nor label', async () => {
  const accepted = { isAccepted: true, errors: [], warnings: [] }
  const one = clientWith(accepted)
  await makePush(
    one.client,
    's',
    targetOf(MODULES, ['ads/model.fga'], () => null),
    OPTIONS,
  )
  expect(one.asked).toMatchObject([['push', { module: 'ads', dryRun: false, reason: 'because', label: 'stable' }]])
  const two = clientWith(accepted)
  const signal = new AbortController().signal
  const target = targetOf(MODULES, ['ads/model.fga', 'music/model.fga'], () => 'v1')
  await askPush(two.client, 's', target, { ...OPTIONS, signal })
  expect(two.asked).toMatchObject([['pushSet', { dryRun: true, modules: [{ module: 'ads' }, { module: 'music' }] }]])
  expect(two.asked[0]?.[1]).not.toHaveProperty('label')
})

test('what goes is taken out with what is pushed, in one request', async () => {
  const left: Workspace = { kind: 'modules', files: new Map([['ads/model.fga', 'module ads']]) }
  const both = clientWith({ isAccepted: true, errors: [], warnings: [] })
  const target = targetOf(left, ['ads/model.fga', 'music/model.fga'], () => 'v1')
  await makePush(both.client, 's', target, OPTIONS)
  const removed = [{ module: 'music', basedOn: 'v1' }]
  expect(both.asked).toMatchObject([['pushSet', { modules: [{ module: 'ads' }], removed, dryRun: false }]])
  const gone = clientWith({ isAccepted: true, errors: [], warnings: [] })
  await makePush(
    gone.client,
    's',
    targetOf(left, ['music/model.fga'], () => 'v1'),
    OPTIONS,
  )
  expect(gone.asked).toMatchObject([['remove', { module: 'music', basedOn: 'v1' }]])
})

test('what is refused only when it is made comes as the same report', async () => {
  const info = { reason: 'orphans', impact: { orphans: { count: 1, examples: [] } } }
  const error = new LocknessError({ code: 'conflict', kind: 'server', detail: 'one tuple', status: 409, info })
  const { client } = clientWith(error)
  const report = await makePush(
    client,
    's',
    targetOf(MODULES, ['ads/model.fga'], () => null),
    OPTIONS,
  )
  expect(report).toMatchObject({ isAccepted: false, refusal: { reason: 'orphans', message: 'one tuple' } })
})

test('anything else that goes wrong is thrown', async () => {
  const error = new LocknessError({ code: 'unreachable', kind: 'network', detail: 'nobody there' })
  const { client } = clientWith(error)
  await expect(
    makePush(
      client,
      's',
      targetOf(MODULES, ['ads/model.fga'], () => null),
      OPTIONS,
    ),
  ).rejects.toBe(error)
})
