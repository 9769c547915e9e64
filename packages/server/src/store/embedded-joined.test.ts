// Somebody who joined another process's database, when the folder itself is away for a while: that is told, and ends nobody.

import { mkdtemp, realpath, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openEmbedded } from './embedded.ts'

it('a folder that is away for a while ends nobody who joined, and is taken over when it is back', async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-joined-'))
  const events: string[] = []
  const options = { folder, now: Date.now, report: ({ event }: { event: string }) => events.push(event) }
  const owner = await openEmbedded(options)
  const joined = await openEmbedded(options)
  expect(joined.role()).toBe('joined')
  await rename(folder, `${folder}-away`)
  await expect.poll(() => events, { timeout: 20_000 }).toContain('failed')
  await rename(`${folder}-away`, folder)
  await owner.stop()
  await expect.poll(() => joined.role(), { timeout: 20_000 }).toBe('owner')
  await joined.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)
