'use client'

// What one fills in and chooses from, as the showcase has it, with a list that is here and one that is asked for.

import { useCallback, useState } from 'react'
import { Checkbox } from '../checkbox.tsx'
import { Combobox } from '../combobox.tsx'
import type { ComboboxOption } from '../combobox-filter.ts'
import { DateTimeInput } from '../date-time-input.tsx'
import { Field } from '../field.tsx'
import { RadioGroup } from '../radio-group.tsx'
import { SearchInput } from '../search-input.tsx'
import { Segmented } from '../segmented.tsx'
import { Select } from '../select.tsx'
import { Slider } from '../slider.tsx'
import { Switch } from '../switch.tsx'
import { TextArea } from '../text-area.tsx'
import { TextInput } from '../text-input.tsx'
import { PEOPLE } from './people.ts'
import { Specimen, Specimens } from './specimen.tsx'

const RELATIONS = [
  { value: 'editor', label: 'Label editor' },
  { value: 'reader', label: 'Label reader' },
  { value: 'finance', label: 'Label finance' },
  { value: 'owner', label: 'Owner', isDisabled: true },
]
const SUBJECTS: readonly ComboboxOption[] = PEOPLE.map(({ id, name }) => ({ value: id, label: name, detail: id }))
const ANSWER_MS = 500

export function Inputs() {
  const [search, setSearch] = useState('aurora')
  const [who, setWho] = useState<ComboboxOption | undefined>(SUBJECTS[0])
  const [far, setFar] = useState<ComboboxOption>()
  const [at, setAt] = useState<Date | undefined>(new Date(2026, 2, 3, 14, 5, 9))
  const suggest = useCallback(async (query: string, signal: AbortSignal) => {
    await new Promise((done) => setTimeout(done, ANSWER_MS))
    signal.throwIfAborted()
    if (query === 'fail') throw new Error('the server is away')
    return SUBJECTS.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
  }, [])
  return (
    <Specimens>
      <Specimen name="field, text-input">
        <div className="flex flex-col gap-4">
          <Field label="Store name" hint="Small letters, digits and hyphens." isRequired>
            <TextInput placeholder="music-production" />
          </Field>
          <Field label="Object" error="there is no type `albun`; did you mean `album`?">
            <TextInput isMono defaultValue="albun:midnight" />
          </Field>
          <Field label="Name" isOptional>
            <TextInput defaultValue="Aurora Records" disabled />
          </Field>
        </div>
      </Specimen>
      <Specimen name="select, combobox">
        <div className="flex flex-col gap-4">
          <Field label="Role">
            <Select options={RELATIONS} defaultValue="reader" />
          </Field>
          <Field label="Subject" hint="From a list; what is typed may be taken as it is.">
            <Combobox options={SUBJECTS} value={who} onChange={setWho} allowsOthers placeholder="Name or id" />
          </Field>
          <Field label="Subject, asked of a server" hint="Answers after half a second; `fail` fails.">
            <Combobox options={suggest} value={far} onChange={setFar} placeholder="Type a name" />
          </Field>
        </div>
      </Specimen>
      <Specimen name="search-input, date-time-input, slider">
        <div className="flex flex-col gap-4">
          <SearchInput value={search} onChange={setSearch} placeholder="Search tuples" shortcut="/" />
          <Field label="As of">
            <DateTimeInput value={at} onChange={setAt} />
          </Field>
          <Field label="Share of requests that are recorded">
            <Slider defaultValue={40} valueText="40 percent" />
          </Field>
        </div>
      </Specimen>
      <Specimen name="text-area">
        <Field label="Reason" hint="It is kept with the change.">
          <TextArea defaultValue="The agency's contract ended on 3 March." />
        </Field>
      </Specimen>
    </Specimens>
  )
}

export function Choices() {
  const [view, setView] = useState<'graph' | 'tree'>('graph')
  return (
    <Specimens>
      <Specimen name="checkbox, switch">
        <div className="flex flex-col gap-3">
          <Checkbox label="Include inherited access" hint="Through teams, labels and networks." defaultChecked />
          <Checkbox label="Only people" />
          <Checkbox label="Not for this key" disabled />
          <Checkbox
            label="Some of them"
            ref={(box) => {
              if (box) box.indeterminate = true
            }}
          />
          <Switch label="Live" hint="New changes appear by themselves." defaultChecked />
          <Switch label="Record proofs" />
          <Switch label="Not on this node" disabled />
        </div>
      </Specimen>
      <Specimen name="radio-group, segmented">
        <div className="flex flex-col gap-5">
          <RadioGroup
            label="Consistency"
            defaultValue="fast"
            options={[
              { value: 'fast', label: 'Fast', hint: 'What this node knows now.' },
              { value: 'token', label: 'At least my last change', hint: 'Waits for the revision, some milliseconds.' },
              { value: 'full', label: 'Fully up to date', isDisabled: true },
            ]}
          />
          <Segmented
            label="View"
            value={view}
            onChange={setView}
            options={[
              { value: 'graph', label: 'Graph' },
              { value: 'tree', label: 'Tree' },
            ]}
          />
        </div>
      </Specimen>
    </Specimens>
  )
}
