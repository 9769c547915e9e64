import { describe, expect, it } from 'vitest'
import { beginningWish, isLifetimePossible, type KeyWish, NEW_WISH, readWish } from './key-wish.ts'
import { keysShown } from './keys-shown.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const WISH: KeyWish = { ...NEW_WISH, name: ' checkout ', stores: ['01S'] }

describe('a wish for a key', () => {
  it('begins narrow and with an end', () => {
    expect(readWish(WISH, NOW)).toEqual({
      errors: {},
      input: {
        name: 'checkout',
        roles: ['asker', 'reader'],
        stores: ['01S'],
        expiresAt: '2027-02-19T12:00:00.000Z',
      },
    })
  })

  it('for modules has no roles, and roles of the installation are had on no store', () => {
    const modules = readWish(
      { ...WISH, where: 'modules', modules: '01S/music,\n01S/ads 01S/ads', lifetime: 'never' },
      NOW,
    )
    expect(modules).toEqual({ errors: {}, input: { name: 'checkout', modules: ['01S/music', '01S/ads'] } })
    const roles = ['key_manager', 'asker'] as const
    expect(readWish({ ...WISH, roles }, NOW).input.roles).toEqual(['asker'])
    expect(readWish({ ...WISH, roles, where: 'all' }, NOW).input.roles).toEqual(roles)
  })

  it('is for no longer than the key that makes it', () => {
    const until = NOW + 12 * 3_600_000
    const possible = (['hour', 'day', 'at', 'never'] as const).map((each) => isLifetimePossible(each, NOW, until))
    expect(possible).toEqual([true, false, true, true])
    expect(
      readWish({ ...beginningWish(NOW, until), name: 'short', stores: ['01S'] }, NOW).input.expiresAt,
    ).toBeUndefined()
    expect(beginningWish(NOW, undefined)).toEqual(NEW_WISH)
  })

  it.each<[Partial<KeyWish>, object]>([
    [{ name: ' ' }, { name: 'nameMissing' }],
    [{ stores: [] }, { stores: 'storesMissing' }],
    [{ roles: ['key_manager'] }, { roles: 'rolesMissing' }],
    [{ where: 'modules', modules: 'music' }, { modules: 'modulesWrong' }],
    [{ actions: 'access.check check' }, { actions: 'actionsWrong' }],
    [{ lifetime: 'at', endsAt: undefined }, { endsAt: 'endWrong' }],
    [{ lifetime: 'at', endsAt: new Date(NOW - 1) }, { endsAt: 'endWrong' }],
  ])('with %o is refused with %o', (change, errors) => {
    expect(readWish({ ...WISH, ...change }, NOW).errors).toEqual(errors)
  })
})

it('keys are found by state and by any word, the newest first', () => {
  const key = (id: string, state: 'live' | 'revoked', name: string, createdAt: string) => ({
    id,
    name,
    state,
    roles: ['asker'],
    createdBy: 'api_key:root',
    createdAt,
  })
  const keys = [
    key('1', 'live', 'Checkout web', '2026-01-01T00:00:00Z'),
    key('2', 'live', 'Reports', '2026-02-01T00:00:00Z'),
    key('3', 'revoked', 'Checkout old', '2026-03-01T00:00:00Z'),
  ]
  const ids = (...given: [Parameters<typeof keysShown>[1], string]) => keysShown(keys, ...given).map(({ id }) => id)
  expect(ids('live', '')).toEqual(['2', '1'])
  expect(ids('ended', '')).toEqual(['3'])
  expect(ids('all', 'checkout asker')).toEqual(['3', '1'])
})
