// The history of a model: an old version is compared with the one in force, labelled, and brought back.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage, serverClient } from './console-under-test.ts'
import { keepPictures } from './looks.ts'

const model = (more: string) => `module notes
type user
type note
  relations
    define author: [user]
    define helper: [user]
    define can_read: author${more}
`

describe.skipIf(!CHROMIUM)(`versions of a model${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store: string
  const versions: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    const client = serverClient()
    store = (await client.store.create({ name: 'versions of a model' })).id
    const push = async (text: string, reason: string) => {
      const files = [{ path: 'model.fga', text }]
      const { model: id } = await client.module.push({ store, module: 'notes', files, reason })
      versions.push(id ?? '')
    }
    await push(model(''), 'to begin with')
    const added = [
      { object: 'note:1', relation: 'author', subject: 'user:anne' },
      { object: 'note:1', relation: 'helper', subject: 'user:bob' },
    ]
    await client.tuple.write({ store, added })
    await push(`${model(' or helper')}    define reader: [user, user:*]\n`, 'readers')
  })
  afterAll(() => browser?.close())

  test('two versions are compared in meaning and in text', async () => {
    const path = `/s/${store}/models/versions/compare?from=${versions[0]}&to=${versions[1]}`
    const { page, complaints, close } = await openPage(browser, { path })
    await page.getByText('Wider', { exact: true }).waitFor()
    await page.getByText('May now be: user, user:*').waitFor()
    await page.getByRole('figure', { name: 'Changes of notes/model.fga' }).waitFor()
    await keepPictures(page, 'models-compare')
    expect(complaints).toEqual([])
    await close()
  })

  test('a version gets a label, and loses it again', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `/s/${store}/models/versions` })
    await page.getByRole('button', { name: `Actions for ${versions[0]}` }).click()
    await page.getByRole('menuitem', { name: 'Set a label …' }).click()
    await page.getByRole('dialog').getByLabel('Label').fill('stable')
    await page.getByRole('dialog').getByRole('button', { name: 'Set label' }).click()
    await page.getByRole('button', { name: 'Take away the label stable' }).waitFor()
    const client = serverClient()
    expect((await client.label.list({ store })).items).toMatchObject([{ label: 'stable', model: versions[0] }])
    await keepPictures(page, 'models-versions')
    await page.getByRole('button', { name: 'Take away the label stable' }).click()
    await expect.poll(async () => (await client.label.list({ store })).items).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  test('an old version is brought back, as a new one', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `/s/${store}/models/versions` })
    await page.getByRole('button', { name: `Actions for ${versions[0]}` }).click()
    await page.getByRole('menuitem', { name: 'Bring it back …' }).click()
    const dialog = page.getByRole('dialog', { name: `Bring back ${versions[0]}` })
    await dialog.getByText('Nothing stands against it').waitFor()
    await dialog.getByText('Narrower', { exact: true }).waitFor()
    await dialog.getByText('1 decision lost').first().waitFor()
    await dialog.getByText('One of them').click()
    await dialog.getByText('user:bob').waitFor()
    await keepPictures(page, 'models-roll-back')
    await dialog.getByLabel(/^Reason/).fill('readers were a mistake')
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const { items } = await serverClient().model.list({ store })
    expect(items).toHaveLength(3)
    const inForce = await serverClient().model.get({ store, model: 'in-force' })
    expect(inForce).toMatchObject({ reason: 'readers were a mistake' })
    expect(inForce.text).not.toContain('reader')
    await page.getByText('readers were a mistake').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
