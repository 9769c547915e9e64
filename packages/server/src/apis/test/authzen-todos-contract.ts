// The interop scenario of todos: its decisions are public data, its rules are a model with a condition here.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Key, OpenStore } from './record-store.ts'

const TODO = fileURLToPath(new URL('../../../../../../shared/conformance/authzen/todo-decisions.json', import.meta.url))

const TODOS = `model
  schema 1.1
type user
  relations
    define can_read_user: [user:*]
type todo
  relations
    define can_read_todos: [user:*]
    define can_create_todo: [user]
    define can_update_todo: [user, user with owns]
    define can_delete_todo: [user, user with owns]

condition owns(email: string, resource_ownerID: string) {
  resource_ownerID == email
}
`

export function todosContract(openStore: OpenStore): void {
  describe.skipIf(!existsSync(TODO))(
    'the interop scenario of todos (skipped without the folder of public data)',
    () => {
      test('every decision', async () => {
        const data = JSON.parse(readFileSync(TODO, 'utf8')) as {
          evaluation: {
            request: { subject: { id: string }; resource: { type: string; id: string } }
            expected: boolean
          }[]
          evaluations: { request: object; expected: object[] }[]
        }
        // Of the five people the first may all, the next two what is theirs, and two only look.
        const people = [...new Set(data.evaluation.map(({ request }) => request.subject.id))]
        const [rick, morty, summer] = people
        const things = [
          ...new Set([
            ...data.evaluation.map(({ request }) => `${request.resource.type}:${request.resource.id}`),
            'todo:7240d0db-8ff0-41ec-98b2-34a096273b95',
          ]),
        ]
        const keys = things.flatMap((object): Key[] => {
          if (object.startsWith('user:')) return [{ user: 'user:*', relation: 'can_read_user', object }]
          const changes = ['can_update_todo', 'can_delete_todo'].flatMap((relation) => [
            { user: `user:${rick}`, relation, object },
            {
              user: `user:${morty}`,
              relation,
              object,
              condition: { name: 'owns', context: { email: 'morty@the-citadel.com' } },
            },
            {
              user: `user:${summer}`,
              relation,
              object,
              condition: { name: 'owns', context: { email: 'summer@the-smiths.com' } },
            },
          ])
          const creators = [rick, morty, summer].map((id) => ({
            user: `user:${id}`,
            relation: 'can_create_todo',
            object,
          }))
          return [{ user: 'user:*', relation: 'can_read_todos', object }, ...creators, ...changes]
        })
        const todos = await openStore(TODOS, keys)
        const ask = (path: string, body: object) =>
          todos.client.send('POST', `/stores/${todos.store}/access/v1/${path}`, body)
        for (const { request, expected } of data.evaluation) {
          expect((await ask('evaluation', request)).body, JSON.stringify(request)).toEqual({ decision: expected })
        }
        for (const { request, expected } of data.evaluations) {
          expect((await ask('evaluations', request)).body).toEqual({ evaluations: expected })
        }
        expect([data.evaluation.length, data.evaluations.length]).toEqual([40, 3])
      })
    },
  )
}
