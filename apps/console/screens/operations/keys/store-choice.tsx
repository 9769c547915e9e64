'use client'
// Some of the stores: check boxes where they are few, found by typing where they are many.

import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import type { StoreFacts } from '#shell/store-context.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { Combobox } from '#ui/combobox.tsx'
import { IconButton } from '#ui/icon-button.tsx'

const BOXES_MAX = 8

export interface StoreChoiceProps {
  readonly stores: readonly StoreFacts[]
  readonly chosen: readonly string[]
  readonly error?: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

export function StoreChoice({ stores, chosen, error, onChange }: StoreChoiceProps) {
  const t = useMessages('operations')
  const id = useId()
  const isFew = stores.length <= BOXES_MAX
  return (
    <fieldset className="flex flex-col gap-2.5" aria-describedby={error && id}>
      <legend className="mb-1.5 font-medium text-sm">{t('stores')}</legend>
      {isFew ? (
        <Boxes stores={stores} chosen={chosen} onChange={onChange} />
      ) : (
        <Found stores={stores} chosen={chosen} onChange={onChange} />
      )}
      {error && (
        <p id={id} role="alert" className="text-deny text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}

function Boxes({ stores, chosen, onChange }: StoreChoiceProps) {
  return stores.map(({ id, name }) => (
    <Checkbox
      key={id}
      label={name}
      hint={<span className="font-mono">{id}</span>}
      checked={chosen.includes(id)}
      onChange={({ target }) => onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))}
    />
  ))
}

function Found({ stores, chosen, onChange }: StoreChoiceProps) {
  const t = useMessages('operations')
  const [round, setRound] = useState(0)
  const nameOf = (id: string) => stores.find((store) => store.id === id)?.name ?? id
  return (
    <>
      <Combobox
        key={round}
        aria-label={t('addStore')}
        placeholder={t('addStore')}
        allowsOthers
        options={stores.map(({ id, name }) => ({ value: id, label: name, detail: id }))}
        value={undefined}
        onChange={(option) => {
          if (option && !chosen.includes(option.value)) onChange([...chosen, option.value])
          setRound(round + 1)
        }}
      />
      <ul className="flex flex-col">
        {chosen.map((id) => (
          <li key={id} className="flex items-center justify-between gap-2 text-sm">
            <span className="truncate">{nameOf(id)}</span>
            <IconButton
              size="small"
              label={t('leaveOut', { name: nameOf(id) })}
              icon={<X aria-hidden="true" />}
              onClick={() => onChange(chosen.filter((each) => each !== id))}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
