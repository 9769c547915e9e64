// Uploads that fall silent: told once each time, and given up in the end.

import { expect, it } from 'vitest'
import { readUpload } from './upload-body.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const LONG = 3_600_000

async function* bodyOf(...parts: (string | Promise<unknown>)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part)
    else await part
  }
}

it('gives all that comes, and tells that nothing does', async () => {
  let silences = 0
  const more = Promise.withResolvers<void>()
  const upload = readUpload(
    bodyOf('a', more.promise, 'b'),
    () => {
      silences++
      more.resolve()
    },
    { silentMs: 1, silentMsMax: LONG },
  )
  const read: string[] = []
  for await (const bytes of upload) {
    read.push(String(bytes))
    // What is worked on is not silence.
    await pause(20)
  }
  expect(read).toEqual(['a', 'b'])
  expect(silences).toBe(1)
})

it('is given up when nothing has come for long', async () => {
  const upload = readUpload(bodyOf('a', new Promise(() => undefined)), () => undefined, {
    silentMs: LONG,
    silentMsMax: 5,
  })
  expect(String((await upload.next()).value)).toBe('a')
  await expect(upload.next()).rejects.toMatchObject({ code: 'request_timeout' })
})

it('passes on what goes wrong, and ends what it reads when nobody reads on', async () => {
  const failing = readUpload(bodyOf('a', Promise.reject(new Error('cut'))), () => undefined)
  await expect(Array.fromAsync(failing)).rejects.toThrow('cut')
  let hasEnded = false
  const body = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('a')
    } finally {
      hasEnded = true
    }
  }
  for await (const _ of readUpload(body(), () => undefined)) break
  await expect.poll(() => hasEnded).toBe(true)
})
