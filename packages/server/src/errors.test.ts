// What a failure tells those who run the server, it does not tell everybody who asks: where the database is, as whom it is
// reached and what it said stays inside, on every wire and also when a thread has told it to another.

import { expect, it } from 'vitest'
import { failAuthZen } from './apis/authzen/authzen.errors.ts'
import { failFga } from './apis/openfga/openfga.errors.ts'
import { AppError } from './errors.ts'
import { problem } from './http/problem.ts'
import { openDatabase } from './store/database.ts'
import { describeFailure, failureOf } from './threads/messages.ts'

it('a database that cannot be reached is not told to callers with its address', async () => {
  const connection = { url: 'postgresql://insider@127.0.0.1:1/inside' }
  const database = openDatabase({ connection, report: () => undefined })
  const error = await database.query('select 1').then(
    () => undefined,
    (failure: unknown) => failure,
  )
  await database.close()
  expect(error).toBeInstanceOf(AppError)
  expect(String(error)).toContain('127.0.0.1:1')
  const throughThread = failureOf(JSON.parse(JSON.stringify(describeFailure(error))))
  expect(String(throughThread)).toContain('127.0.0.1:1')
  for (const each of [error, throughThread]) {
    const told = [problem(each, 'id'), failFga(each), failAuthZen(each)].map((shown) => JSON.stringify(shown))
    for (const text of told) {
      expect(text).toContain('the database cannot be reached')
      expect(text).not.toContain('127.0.0.1')
    }
  }
})
