import { parseModel } from '@lockness/language'
import { expect, test } from 'vitest'
import { drawModel } from './drawing.ts'
import { BOX, layOut } from './layout.ts'
import { reachOf } from './reach.ts'

const { model } = parseModel(`model
  schema 1.1
type user
type agent
type team
  relations
    define member: [user, agent, team#member]
type folder
  relations
    define parent: [folder]
    define viewer: [user:*, team#member] or viewer from parent
type doc
  relations
    define folder: [folder]
    define banned: [agent]
    define viewer: viewer from folder
    define editor: [user] but not banned
type alone
`)

test('a line is drawn once for all relations between two types, with what it names and what it takes', () => {
  const { types, lines } = drawModel(model)
  expect(types.map(({ type }) => type)).toEqual(['user', 'agent', 'team', 'folder', 'doc', 'alone'])
  expect(lines.find(({ from, to }) => from === 'doc' && to === 'folder')).toEqual({
    from: 'doc',
    to: 'folder',
    names: ['folder'],
    takes: ['viewer'],
  })
  expect(lines.filter(({ from, to }) => from === 'doc' && to === 'folder')).toHaveLength(1)
})

test('around one type there is only what it touches', () => {
  const { types } = drawModel(model, { around: 'doc' })
  expect(types.map(({ type }) => type)).toEqual(['user', 'agent', 'folder', 'doc'])
})

test('who can come to have a relation, through teams and folders, in a circle too', () => {
  expect(reachOf(model, 'doc')).toEqual([
    { relation: 'folder', subjects: ['folder'], isDirect: true },
    { relation: 'banned', subjects: ['agent'], isDirect: true },
    { relation: 'viewer', subjects: ['agent', 'user', 'user:*'], isDirect: false },
    { relation: 'editor', subjects: ['user'], isDirect: true },
  ])
})

test('modules stand in frames of their own, which do not touch', () => {
  const types = Array.from({ length: 40 }, (_, i) => ({ type: `t${i}`, module: `m${i % 7}`, relations: [] }))
  const lines = types.map(({ type }, i) => ({ from: type, to: `t${(i * 11 + 3) % 40}`, names: ['a'], takes: [] }))
  const { frames, spots } = layOut({ types, lines })
  expect(frames).toHaveLength(7)
  for (const [i, a] of frames.entries())
    for (const b of frames.slice(i + 1))
      expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
  // All of it is seen at once at three quarters of its size.
  const width = Math.max(...frames.map((frame) => frame.x + frame.width))
  const height = Math.max(...frames.map((frame) => frame.y + frame.height))
  expect(width).toBeLessThan(1_700)
  expect(height).toBeLessThan(1_000)
  expect(spots.size).toBe(40)
})

test('no box stands on another one', () => {
  const many = Array.from(
    { length: 60 },
    (_, i) => `type t${i}\n  relations\n    define a: [t${(i * 7) % 60}, t${(i * 3) % 60}]`,
  )
  const drawing = drawModel(parseModel(`model\n  schema 1.1\n${many.join('\n')}\n`).model)
  const spots = [...layOut(drawing).spots.values()]
  expect(spots).toHaveLength(60)
  for (const [i, a] of spots.entries())
    for (const b of spots.slice(i + 1))
      expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true)
})
