'use client'

// One of many, found by typing: from a list, or from a function that asks. The keyboard stays in the input all the time;
// the list is moved through by arrows and told to screen readers by `aria-activedescendant`.

import { ChevronDown, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { type ComboboxOption, nextOption } from './combobox-filter.ts'
import { ComboboxList } from './combobox-list.tsx'
import { useField } from './field.tsx'
import { optionId } from './option-id.ts'
import { useUiTexts } from './provider.tsx'
import { INPUT_CLASSES } from './text-input.tsx'
import { type Suggest, useSuggestions } from './use-suggestions.ts'

export interface ComboboxProps {
  /** A list, or a function that answers to what was typed. A function keeps its identity (`useCallback`). */
  readonly options: readonly ComboboxOption[] | Suggest
  readonly value: ComboboxOption | undefined
  readonly onChange: (option: ComboboxOption | undefined) => void
  /** What was typed may be taken as it is: an id that nobody knows yet. */
  readonly allowsOthers?: boolean
  readonly renderOption?: (option: ComboboxOption) => ReactNode
  readonly placeholder?: string
  readonly 'aria-label'?: string
  readonly isMono?: boolean
  readonly isDisabled?: boolean
  /** In a form: the value is sent under this name. */
  readonly name?: string
  readonly className?: string
}

export function Combobox(props: ComboboxProps) {
  const { options: source, value, onChange, placeholder, isMono = false, isDisabled = false, name, className } = props
  const list = useId()
  const frame = useRef<HTMLDivElement>(null)
  const field = useField()
  const texts = useUiTexts()
  const box = useComboboxState(props)
  const { options, state } = useSuggestions(source, box.typed ?? '', box.isOpen)
  const active = box.active < options.length ? box.active : -1

  return (
    <div ref={frame} className={classes('relative flex w-full items-center', className)}>
      <input
        {...field}
        aria-label={props['aria-label']}
        role="combobox"
        type="text"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-expanded={box.isOpen}
        aria-controls={box.isOpen ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={box.isOpen && active >= 0 ? optionId(list, active) : undefined}
        disabled={isDisabled}
        placeholder={placeholder}
        value={box.typed ?? value?.label ?? ''}
        onChange={(event) => box.type(event.target.value)}
        onClick={box.open}
        onBlur={box.leave}
        onKeyDown={(event) => handleKey(event, box, options, active)}
        className={classes(INPUT_CLASSES, 'pe-9', isMono && 'font-mono')}
      />
      {name && <input type="hidden" name={name} value={value?.value ?? ''} />}
      {value && !isDisabled ? (
        <button
          type="button"
          aria-label={texts.clear}
          onClick={() => onChange(undefined)}
          className="absolute end-1 flex size-7 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        <ChevronDown aria-hidden="true" className="pointer-events-none absolute end-2.5 size-4 text-faint" />
      )}
      <ComboboxList
        isOpen={box.isOpen}
        frame={frame}
        id={list}
        options={options}
        state={state}
        active={active}
        value={value}
        onChoose={box.choose}
        renderOption={props.renderOption}
      />
    </div>
  )
}

interface ComboboxState {
  readonly isOpen: boolean
  /** What is being typed; nothing when the chosen option stands in the input. */
  readonly typed: string | undefined
  readonly active: number
  readonly open: () => void
  readonly close: () => void
  readonly type: (text: string) => void
  readonly leave: () => void
  readonly choose: (option: ComboboxOption) => void
  readonly takeTyped: () => boolean
  readonly moveTo: (index: number) => void
}

function useComboboxState({ value, onChange, allowsOthers = false }: ComboboxProps): ComboboxState {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState<string>()
  const [active, setActive] = useState(-1)

  const close = () => {
    setOpen(false)
    setTyped(undefined)
    setActive(-1)
  }
  const takeTyped = () => {
    const text = typed?.trim()
    if (!allowsOthers || !text) return false
    if (text !== value?.label) onChange({ value: text, label: text })
    close()
    return true
  }
  return {
    isOpen,
    typed,
    active,
    open: () => setOpen(true),
    close,
    type: (text) => {
      setTyped(text)
      setActive(-1)
      setOpen(true)
      if (text === '' && value) onChange(undefined)
    },
    leave: () => {
      if (!takeTyped()) close()
    },
    choose: (option) => {
      onChange(option)
      close()
    },
    takeTyped,
    moveTo: (index) => {
      setActive(index)
      setOpen(true)
    },
  }
}

function handleKey(event: KeyboardEvent, box: ComboboxState, options: readonly ComboboxOption[], active: number): void {
  const option = options[active]
  if (event.nativeEvent.isComposing) return
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    box.moveTo(box.isOpen ? nextOption(options, active, event.key === 'ArrowDown' ? 1 : -1) : active)
  } else if (event.key === 'Enter' && box.isOpen) {
    if (option && !option.isDisabled) {
      event.preventDefault()
      box.choose(option)
    } else if (box.takeTyped() || box.typed !== undefined) {
      event.preventDefault()
    }
  } else if (event.key === 'Escape' && box.isOpen) {
    event.preventDefault()
    event.stopPropagation()
    box.close()
  }
}
