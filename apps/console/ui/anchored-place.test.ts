import { describe, expect, it } from 'vitest'
import { anchoredPlace } from './anchored-place.ts'

const VIEW = { width: 1_000, height: 600 }
const BUTTON = { left: 100, top: 100, width: 80, height: 30 }
const MENU = { width: 200, height: 150 }
const BELOW = { side: 'below', align: 'start', gap: 4 } as const

describe('what floats', () => {
  it('stands where it was wished for', () => {
    expect(anchoredPlace(BUTTON, MENU, VIEW, BELOW)).toEqual({ left: 100, top: 134, heightMax: 458 })
    expect(anchoredPlace({ ...BUTTON, left: 400 }, MENU, VIEW, { ...BELOW, align: 'end' }).left).toBe(280)
    expect(anchoredPlace({ ...BUTTON, left: 400 }, MENU, VIEW, { ...BELOW, align: 'center' }).left).toBe(340)
    expect(anchoredPlace({ ...BUTTON, top: 400 }, MENU, VIEW, { ...BELOW, side: 'above' }).top).toBe(246)
  })
  it('turns with the page', () => {
    expect(anchoredPlace({ ...BUTTON, left: 400 }, MENU, VIEW, BELOW, true).left).toBe(280)
    expect(anchoredPlace(BUTTON, MENU, VIEW, { ...BELOW, align: 'end' }, true).left).toBe(100)
  })
  it('goes to the other side when that has more room, and only then', () => {
    expect(anchoredPlace({ ...BUTTON, top: 500 }, MENU, VIEW, BELOW).top).toBe(346)
    expect(anchoredPlace({ ...BUTTON, top: 10 }, MENU, VIEW, { ...BELOW, side: 'above' }).top).toBe(44)
    expect(anchoredPlace({ ...BUTTON, top: 200 }, { ...MENU, height: 900 }, VIEW, BELOW)).toMatchObject({
      top: 234,
      heightMax: 358,
    })
  })
  it('stays inside of the window', () => {
    expect(anchoredPlace({ ...BUTTON, left: 950 }, MENU, VIEW, BELOW).left).toBe(792)
    expect(anchoredPlace({ ...BUTTON, left: -50 }, MENU, VIEW, BELOW).left).toBe(8)
    expect(anchoredPlace(BUTTON, { width: 2_000, height: 10 }, VIEW, BELOW).left).toBe(8)
    expect(anchoredPlace({ ...BUTTON, top: 500 }, { ...MENU, height: 900 }, VIEW, BELOW)).toMatchObject({
      top: 8,
      heightMax: 488,
    })
  })
})
