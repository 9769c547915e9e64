'use client'
// The question in one line, in step with the form: what is typed here is in the form at once, and what the form says stands here
// when nobody types. What cannot be understood stays as it was typed, with what would be right.

import {
  type ComponentProps,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { ComboboxList } from '#ui/combobox-list.tsx'
import { Field } from '#ui/field.tsx'
import { optionId } from '#ui/option-id.ts'
import { TextInput } from '#ui/text-input.tsx'
import { writeLine } from './line.ts'
import type { Completion, LineOption } from './line-completion.ts'
import { isComplete, NOTHING_ASKED, type Question } from './question.ts'
import type { LineProblem } from './read-line.ts'
import { type FindNames, useFindNames } from './use-names.ts'
import { useWords } from './words-context.tsx'

export interface AskLineProps {
  readonly question: Question
  readonly onChange: (question: Question) => void
  readonly onAsk: (question: Question) => void
}

const PAUSE_MS = 100

export function AskLine({ question, onChange, onAsk }: AskLineProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<{ readonly text: string; readonly caret: number }>()
  const [active, setActive] = useState(-1)
  const [isOpen, setOpen] = useState(false)
  const text = typed?.text ?? writeLine(question, words)
  const reader = useReader()
  const putCaret = useCaret(input)
  const read = useMemo(() => (typed ? reader?.readLine(typed.text, words) : undefined), [typed, words, reader])
  const completion = useMemo(
    () => (typed && isOpen ? reader?.completionAt(typed.text, typed.caret, words) : undefined),
    [typed, isOpen, words, reader],
  )
  const options = useLineOptions(completion)
  const shown = isOpen ? options.map(({ text: value, detail }) => ({ value, label: value, detail })) : []

  const type = (next: string, caret: number) => {
    setTyped({ text: next, caret })
    setActive(-1)
    setOpen(true)
    const heard = reader?.readLine(next, words)
    if (heard && !heard.problem) onChange({ ...question, ...UNSAID, ...heard.said })
  }
  const choose = ({ value }: ComboboxOption) => {
    if (!completion || !reader) return
    const next = reader.completed(text, completion, value)
    type(next.text, next.caret)
    putCaret(next.caret)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const option = shown[active]
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && shown.length > 0) {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((before) => (before < 0 && step < 0 ? shown.length - 1 : (before + step + shown.length) % shown.length))
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && option) choose(option)
    else if (event.key === 'Escape' && isOpen) setOpen(false)
    else if (event.key === 'Enter') {
      const said = read && !read.problem ? { ...question, ...UNSAID, ...read.said } : question
      setOpen(false)
      if (!read?.problem && isComplete(said)) onAsk(said)
    } else return
    event.preventDefault()
  }
  return (
    <div>
      <Field
        label={t('line')}
        error={!isOpen && read?.problem ? <ProblemText problem={read.problem} /> : undefined}
        hint={t('lineHint')}
      >
        <TextInput
          ref={input}
          isMono
          role="combobox"
          aria-expanded={shown.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={shown[active] ? optionId(list, active) : undefined}
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={(event) => type(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onFocus={(event) => setTyped({ text, caret: event.target.value.length })}
          onBlur={() => {
            setOpen(false)
            if (!read?.problem) setTyped(undefined)
          }}
          onKeyDown={onKeyDown}
        />
      </Field>
      <LineSuggestions id={list} frame={input} options={shown} active={active} onChoose={choose} />
    </div>
  )
}

type LineSuggestionsProps = Pick<
  ComponentProps<typeof ComboboxList>,
  'id' | 'frame' | 'options' | 'active' | 'onChoose'
>

function LineSuggestions(props: LineSuggestionsProps) {
  return (
    <ComboboxList
      {...props}
      isOpen={props.options.length > 0}
      state="ready"
      value={undefined}
      renderOption={({ label, detail }) => (
        <span className="flex items-baseline gap-3">
          <span className="truncate font-mono">{label}</span>
          {detail && <span className="truncate text-muted text-xs">{detail}</span>}
        </span>
      )}
    />
  )
}

/** What a line does not say, the form does not say either. */
const UNSAID = {
  verb: NOTHING_ASKED.verb,
  subject: '',
  permission: '',
  object: '',
  type: '',
  at: undefined,
  model: undefined,
} as const satisfies Partial<Question>

/** Puts the caret somewhere with the very text that it is meant for: a moment later somebody may have typed on. */
function useCaret(input: RefObject<HTMLInputElement | null>): (at: number) => void {
  const wanted = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (wanted.current === undefined) return
    input.current?.setSelectionRange(wanted.current, wanted.current)
    wanted.current = undefined
  })
  return (at) => {
    wanted.current = at
  }
}

async function loadReader() {
  const [{ readLine }, { completionAt, completed }] = await Promise.all([
    import('./read-line.ts'),
    import('./line-completion.ts'),
  ])
  return { readLine, completionAt, completed }
}

/** Loaded when the page is there: nobody types before. */
function useReader() {
  const [reader, setReader] = useState<Awaited<ReturnType<typeof loadReader>>>()
  useEffect(() => {
    loadReader().then(setReader, () => undefined)
  }, [])
  return reader
}

/** Words at once, names a moment after the last key. */
function useLineOptions(completion: Completion | undefined): readonly LineOption[] {
  const findNames = useFindNames()
  const words = useWords()
  const [names, setNames] = useState<readonly LineOption[]>([])
  const wanted = completion?.names
  useEffect(() => {
    setNames([])
    if (!wanted) return
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      const found = await namesFor(findNames, wanted, asking.signal)
      if (asking.signal.aborted) return
      setNames(found.map((text) => ({ text, detail: words.singularOf(text.slice(0, text.indexOf(':'))) })))
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [wanted, findNames, words])
  return wanted ? names : (completion?.options ?? [])
}

/** Without suggestions one can still type. */
async function namesFor(
  findNames: FindNames,
  { text, types }: NonNullable<Completion['names']>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return await findNames(text, types, signal)
  } catch {
    return []
  }
}

function ProblemText({ problem }: { readonly problem: LineProblem }) {
  const t = useMessages('explorer')
  const { kind, said, options } = problem
  const some = options.slice(0, 8).join(', ')
  return t(PROBLEMS[kind], { said, options: some })
}

const PROBLEMS = {
  expected: 'problemExpected',
  unknownPermission: 'problemUnknownPermission',
  ambiguousPermission: 'problemAmbiguousPermission',
  unknownType: 'problemUnknownType',
  notAName: 'problemNotAName',
  notAMoment: 'problemNotAMoment',
} as const satisfies Record<LineProblem['kind'], string>
