'use client'

// What is in the list below a combobox (combobox-list.tsx): what can be chosen, or why there is nothing. It never takes the
// focus from the input.

import { Check } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { classes } from './classes.ts'
import type { ComboboxOption } from './combobox-filter.ts'
import { Humps } from './humps.tsx'
import { optionId } from './option-id.ts'
import { useUiTexts } from './provider.tsx'
import { fill } from './texts.ts'
import { FLOATING_CLASSES, useAnchored } from './use-anchored.ts'
import type { Suggestions } from './use-suggestions.ts'

export interface ComboboxOptionsProps extends Suggestions {
  readonly id: string
  /** What it stands below. */
  readonly frame: RefObject<HTMLElement | null>
  readonly active: number
  readonly value: ComboboxOption | undefined
  readonly onChoose: (option: ComboboxOption) => void
  readonly renderOption: ((option: ComboboxOption) => ReactNode) | undefined
}

export function ComboboxOptions(props: ComboboxOptionsProps) {
  const { id, frame, options, state, active, value, onChoose, renderOption } = props
  const texts = useUiTexts()
  const list = useRef<HTMLDivElement>(null)
  const floating = useRef<HTMLDivElement>(null)
  const anchor = () => frame.current
  useAnchored({ isOpen: true, anchor, floating, isAsWide: true, side: 'below', align: 'start', gap: 4 })
  useEffect(() => {
    list.current?.querySelector(`[id="${CSS.escape(optionId(id, active))}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus from leaving the input
    <div
      ref={floating}
      popover="manual"
      onMouseDown={(event) => event.preventDefault()}
      role="presentation"
      className={classes(FLOATING_CLASSES, 'max-w-[calc(100vw-1rem)] rounded-lg bg-raised p-1 text-ink shadow-float')}
    >
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={texts.suggestions}
        className="max-h-72 overflow-y-auto overscroll-contain"
      >
        {options.map((option, index) => (
          <div
            key={option.value}
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value?.value}
            aria-disabled={option.isDisabled}
            onClick={() => !option.isDisabled && onChoose(option)}
            onKeyDown={(event) => event.key === 'Enter' && !option.isDisabled && onChoose(option)}
            className={classes(
              'flex min-h-control cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm aria-disabled:opacity-50',
              index === active ? 'bg-hover shadow-[inset_2px_0_0_var(--lk-accent)]' : 'hover:bg-hover',
            )}
          >
            <div className="min-w-0 flex-1">{renderOption ? renderOption(option) : <OptionText option={option} />}</div>
            {option.value === value?.value && <Check aria-hidden="true" className="size-4 flex-none text-accent-ink" />}
          </div>
        ))}
      </div>
      <div role="status" className="text-muted text-sm">
        {state === 'loading' && (
          <span className="flex items-center gap-2 px-2 py-1.5">
            <Humps isSwimming className="h-3.5 w-11 text-accent" />
            {texts.loading}
          </span>
        )}
        {state === 'failed' && <span className="block px-2 py-1.5 text-deny">{texts.suggestionsFailed}</span>}
        {state === 'ready' && options.length === 0 && <span className="block px-2 py-1.5">{texts.noSuggestions}</span>}
        {state === 'ready' && options.length > 0 && (
          <span className="sr-only">{fill(texts.suggestionsCount, { count: String(options.length) })}</span>
        )}
      </div>
    </div>
  )
}

function OptionText({ option }: { readonly option: ComboboxOption }) {
  return (
    <>
      <div className="truncate">{option.label}</div>
      {option.detail && <div className="truncate text-muted text-xs">{option.detail}</div>}
    </>
  )
}
