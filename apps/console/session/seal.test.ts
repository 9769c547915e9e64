import { CompactEncrypt, EncryptJWT, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { openSession, type Sealed, sealSession } from './seal.ts'

const secret = new Uint8Array(32).fill(7)
const now = new Date('2026-11-21T12:00:00Z')
const endsAt = new Date('2026-11-21T20:00:00Z')
const session: Sealed = { key: 'lk_01_secret', who: { id: '01', name: 'Anne' }, endsAt, isOwnKey: true }

test('what was sealed is opened, and shows nothing from outside', async () => {
  const text = await sealSession(session, secret)
  expect(text).not.toMatch(/secret|Anne/)
  expect(Buffer.from(text, 'base64').toString('latin1')).not.toMatch(/secret|Anne/)
  expect(await openSession(text, secret, now)).toEqual({ session })
})

test('one character changed anywhere is no session', async () => {
  const text = await sealSession(session, secret)
  for (let at = 0; at < text.length; at += 3) {
    const other = text[at] === 'A' ? 'B' : 'A'
    const changed = text.slice(0, at) + other + text.slice(at + 1)
    // The last character of a part may hold bits that say nothing.
    const opened = await openSession(changed, secret, now)
    if (!('failed' in opened)) expect(opened).toEqual({ session })
    else expect(opened).toEqual({ failed: 'wrong' })
  }
})

test('another secret, an end that has passed, and nonsense', async () => {
  const text = await sealSession(session, secret)
  expect(await openSession(text, new Uint8Array(32).fill(8), now)).toEqual({ failed: 'wrong' })
  expect(await openSession(text, secret, new Date('2026-11-21T20:00:01Z'))).toEqual({ failed: 'over' })
  for (const nonsense of ['', 'a', 'a.b.c.d.e', '....', text.slice(0, -5), `${text}.x`])
    expect(await openSession(nonsense, secret, now)).toEqual({ failed: 'wrong' })
})

test('nothing but our own seal counts', async () => {
  const payload = { key: 'lk_other', id: 'x', name: 'x' }
  const hour = new Date(now.getTime() + 3_600_000)
  const signed = await new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(hour).sign(secret)
  const otherWay = await new EncryptJWT(payload)
    .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM' })
    .setIssuer('lockness-console')
    .setExpirationTime(hour)
    .encrypt(secret)
  const otherIssuer = await new EncryptJWT(payload)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer('somebody')
    .setExpirationTime(hour)
    .encrypt(secret)
  const endless = await new EncryptJWT(payload)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer('lockness-console')
    .encrypt(secret)
  const noObject = await new CompactEncrypt(new TextEncoder().encode('[]'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(secret)
  for (const text of [signed, otherWay, otherIssuer, endless, noObject])
    expect(await openSession(text, secret, now)).toEqual({ failed: 'wrong' })
})
