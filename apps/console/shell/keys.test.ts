import { expect, test } from 'vitest'
import { keyPressed } from './keys.ts'
import { hrefOf, ROOMS, roomAt, storeAt } from './rooms.ts'

const NOTHING = { ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false }
const focused = (tagName: string, role: string | null = null, isContentEditable = false) => ({
  tagName,
  isContentEditable,
  getAttribute: (name: string) => (name === 'role' ? role : null),
})

test('the modifier and K is the palette, wherever one types', () => {
  for (const modifier of ['ctrlKey', 'metaKey'])
    for (const where of [null, focused('INPUT'), focused('DIV', null, true)])
      expect(keyPressed({ ...NOTHING, key: 'K', [modifier]: true }, where)).toBe('palette')
  expect(keyPressed({ ...NOTHING, key: 'k', ctrlKey: true, altKey: true }, null)).toBeUndefined()
})

test('a letter counts where nothing is typed', () => {
  expect(keyPressed({ ...NOTHING, key: 'g' }, null)).toBe('g')
  expect(keyPressed({ ...NOTHING, key: '?' }, focused('BUTTON'))).toBe('?')
  for (const where of [
    focused('INPUT'),
    focused('TEXTAREA'),
    focused('SELECT'),
    focused('DIV', 'textbox'),
    focused('UL', 'tree'),
  ])
    expect(keyPressed({ ...NOTHING, key: 'g' }, where)).toBeUndefined()
  expect(keyPressed({ ...NOTHING, key: 'g', repeat: true }, null)).toBeUndefined()
  expect(keyPressed({ ...NOTHING, key: 'g', isComposing: true }, null)).toBeUndefined()
  expect(keyPressed({ ...NOTHING, key: 'Enter' }, null)).toBeUndefined()
})

test('an address says which room and which store', () => {
  for (const room of ROOMS) {
    const href = hrefOf(room, 'a b/c')
    expect(href && roomAt(href)).toBe(room.id)
    if (room.path.includes('[store]')) {
      expect(href && storeAt(href)).toBe('a b/c')
      expect(hrefOf(room, undefined)).toBeUndefined()
    }
  }
  expect(roomAt('/operations/keys')).toBe('operations')
  expect(roomAt('/nowhere')).toBeUndefined()
  expect(new Set(ROOMS.map(({ key }) => key)).size).toBe(ROOMS.length)
})
