'use client'
// Where to look, and for what: it is applied by Enter or the button, and stands in the address from then on.

import { Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import type { StoreFacts } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { Combobox } from '#ui/combobox.tsx'
import { DateTimeInput } from '#ui/date-time-input.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { type AuditView, SYSTEM_SCOPE } from './audit-address.ts'

/** What is done most; others may be typed. */
const ACTIONS = [
  'tuple.write',
  'tuple.import',
  'tuple.delete',
  'module.push',
  'module.remove',
  'model.write',
  'label.set',
  'store.create',
  'store.rename',
  'store.freeze',
  'store.unfreeze',
  'store.delete',
  'key.create',
  'key.rotate',
  'key.revoke',
]

export interface AuditFiltersProps {
  readonly view: AuditView
  readonly stores: readonly StoreFacts[]
  readonly actorNames: Readonly<Record<string, string>>
  readonly onGo: (change: Partial<AuditView>) => void
}

export function AuditFilters({ view, stores, actorNames, onGo }: AuditFiltersProps) {
  const t = useMessages('operations')
  const [draft, setDraft] = useState(view)
  const change = (part: Partial<AuditView>) => setDraft({ ...draft, ...part })
  const { actor, action, text, since, until } = draft
  return (
    <search className="mb-4 block">
      <form
        className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4"
        onSubmit={(event) => {
          event.preventDefault()
          onGo({ actor, action, text, since, until })
        }}
      >
        <Where view={view} stores={stores} onGo={onGo} />
        <Field label={t('who')}>
          <Combobox
            isMono
            allowsOthers
            placeholder={t('anybody')}
            options={Object.entries(actorNames).map(([value, label]) => ({ value, label: `${label} (${value})` }))}
            value={actor === '' ? undefined : { value: actor, label: actor }}
            onChange={(option) => change({ actor: option?.value ?? '' })}
          />
        </Field>
        <Field label={t('what')}>
          <Combobox
            isMono
            allowsOthers
            placeholder={t('anything')}
            options={ACTIONS.map((value) => ({ value, label: value }))}
            value={action === '' ? undefined : { value: action, label: action }}
            onChange={(option) => change({ action: option?.value ?? '' })}
          />
        </Field>
        <Field label={t('text')}>
          <TextInput
            value={text}
            maxLength={200}
            placeholder={t('textExample')}
            onChange={(event) => change({ text: event.target.value })}
          />
        </Field>
        <Field label={t('from')}>
          <DateTimeInput value={since} onChange={(at) => change({ since: at })} />
        </Field>
        <Field label={t('to')}>
          <DateTimeInput value={until} onChange={(at) => change({ until: at })} />
        </Field>
        <div className="flex gap-2 lg:col-span-2 lg:justify-end">
          <Button type="submit" icon={<Search aria-hidden="true" />} className="phone:flex-1">
            {t('search')}
          </Button>
        </div>
      </form>
    </search>
  )
}

function Where({ view, stores, onGo }: Pick<AuditFiltersProps, 'view' | 'stores' | 'onGo'>): ReactNode {
  const t = useMessages('operations')
  const options = [
    { value: SYSTEM_SCOPE, label: t('systemStore') },
    ...stores.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const chosen = options.find(({ value }) => value === view.scope) ?? { value: view.scope, label: view.scope }
  return (
    <Field label={t('whereDone')}>
      <Combobox
        options={options}
        value={chosen}
        onChange={(option) => onGo({ scope: option?.value ?? SYSTEM_SCOPE })}
      />
    </Field>
  )
}
