// Labels of models: names that are moved from one version to another, each move a revision of its own.

import { z } from 'zod'
import { change, type Draft, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { within } from './consistency.ts'
import { selectLabels } from './model.sql.ts'
import { idOf, modelInput } from './model-id.sql.ts'
import { type AccessParts, showRevision } from './parts.ts'
import { onStore, reasonInput, revisionOutput, storeName } from './store-input.ts'

export const labelInput = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.-]{0,62}$/,
    'expected letters, digits, `.`, `_` or `-`, at most 63, beginning with a letter or digit',
  )

const sinceOutput = z.int().meta({ description: 'The revision from which on it stands for it' })

interface LabelDraft extends Draft {
  readonly model: string | null
}

export function labelActions(parts: AccessParts) {
  const { database } = parts
  return {
    list: question({
      name: 'label.list',
      summary: 'The labels of models',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.strictObject({
        items: z.array(z.strictObject({ label: z.string(), model: z.string(), since: sinceOutput })),
      }),
      ...onStore('can_read'),
      answer: async ({ deadline }, { store }) => ({ items: await within(deadline, selectLabels(database, store)) }),
    }),
    set: change({
      name: 'label.set',
      summary: 'A label stands for this model from now on',
      input: z.strictObject({ store: storeName, label: labelInput, model: modelInput, reason: reasonInput }),
      output: z.strictObject({ label: z.string(), model: z.string(), ...revisionOutput }),
      ...onStore('can_push'),
      async prepare({ deadline }, { store, label, model: wanted, reason }): Promise<LabelDraft> {
        const model = await within(deadline, idOf(database, store, wanted))
        return labelDraft(store, label, model, reason)
      },
      answer: (revision, { label }, { model }) => ({ label, model, ...showRevision(parts, revision) }),
    }),
    remove: change({
      name: 'label.remove',
      summary: 'A label stands for nothing any more',
      input: z.strictObject({ store: storeName, label: labelInput, reason: reasonInput }),
      output: z.strictObject({ label: z.string(), ...revisionOutput }),
      ...onStore('can_push'),
      async prepare({ deadline }, { store, label, reason }): Promise<LabelDraft> {
        const labels = await within(deadline, selectLabels(database, store))
        if (!labels.some((each) => each.label === label))
          throw new AppError('not_found', `there is no label \`${label}\``, { detail: { what: 'label' } })
        return labelDraft(store, label, null, reason)
      },
      answer: (revision, { label }) => ({ label, ...showRevision(parts, revision) }),
    }),
  }
}

function labelDraft(store: string, label: string, model: string | null, reason: string | undefined): LabelDraft {
  const write = { changes: [], source: 'api', labels: [{ label, model }], ...(reason !== undefined && { reason }) }
  return { store, write, model }
}
