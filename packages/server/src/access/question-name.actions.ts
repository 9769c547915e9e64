// Finding the name of a thing by a part of it, for people who fill in a form. It decides nothing, and it tells only what
// reading the tuples would tell.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { findNames } from './find-names.ts'
import { Turn } from './question-list.ts'
import { computedAtOutput, nameInput, place, type Situations, situationInput } from './situation.ts'
import { onStore } from './store-input.ts'

const NAMES_MAX = 200
const TYPES_MAX = 1_000

export function nameActions(parts: { readonly situations: Situations; readonly nowMs: () => number }) {
  return {
    findNames: question({
      ...onStore('can_read'),
      name: 'access.find_names',
      summary: 'Names of things that tuples mention, by a part of the name, the best first',
      load: 'list',
      input: z.strictObject({
        store: situationInput.store,
        consistency: situationInput.consistency,
        text: z.string().max(512).default('').meta({ description: 'A part of the name; `user:an` is about users' }),
        types: z.array(nameInput).max(TYPES_MAX).optional().meta({ description: 'Default: all of the model' }),
        max: z.int().min(1).max(NAMES_MAX).default(20).meta({ description: 'As many are told' }),
      }),
      output: z.object({
        items: z.array(z.string()).meta({ description: '`type:id`, the best first' }),
        complete: z.boolean().meta({ description: 'False when there are more names than were looked through' }),
        ...computedAtOutput,
      }),
      async answer(asked, { text, types, max, ...situation }) {
        const { engine, given, computedAt } = await place(parts, asked, situation)
        const view = engine.graph.view(given.revision)
        if (!view) throw new AppError('unavailable', `revision ${computedAt.revision} moved on too fast`)
        const known = [...engine.model.types.keys()]
        const among = types ? known.filter((type) => types.includes(type)) : known
        const turn = new Turn({ nowMs: parts.nowMs, deadline: asked.deadline })
        const search = findNames(view, { types: among, text, max })
        for (let step = search.next(); ; step = search.next()) {
          if (step.done) return { ...step.value, ...computedAt }
          if (turn.isOver()) await turn.pass()
        }
      },
    }),
  }
}
