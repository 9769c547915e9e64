'use client'

// What has just been done, said at the edge, with the way back. `useToast()` gives the function that says it. A toast with an
// undo stays twice as long, and none goes while somebody points at it, is in it, or has left the page.

import { Check, CircleAlert, Info, X } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'

export interface Toast {
  readonly text: ReactNode
  readonly detail?: ReactNode
  readonly tone?: 'done' | 'info' | 'failed'
  /** Takes it back: shows the button "Undo", or the label given. */
  readonly onUndo?: () => void
  readonly undoLabel?: string
}

interface ShownToast extends Toast {
  readonly key: number
}

const STAY_MS = 7_000
const STAY_UNDO_MS = 14_000
const TOASTS_MAX = 4

const ToastContext = createContext<(toast: Toast) => void>(() => {})

export function useToast(): (toast: Toast) => void {
  return use(ToastContext)
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const texts = useUiTexts()
  const [toasts, setToasts] = useState<readonly ShownToast[]>([])
  const nextKey = useRef(0)
  const show = useCallback((toast: Toast) => {
    nextKey.current++
    const shown = { ...toast, key: nextKey.current }
    setToasts((before) => [...before, shown].slice(-TOASTS_MAX))
  }, [])
  const remove = useCallback((key: number) => setToasts((before) => before.filter((toast) => toast.key !== key)), [])
  const isHeld = useHold()

  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-label={texts.notifications}
        {...isHeld.handlers}
        className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-end gap-2 p-4"
      >
        <ol aria-live="polite" aria-relevant="additions text" className="flex w-full flex-col items-end gap-2">
          {toasts.map((toast) => (
            <ToastCard key={toast.key} toast={toast} isHeld={isHeld.value} onRemove={remove} />
          ))}
        </ol>
      </section>
    </ToastContext>
  )
}

/** Whether the time stands still: somebody points at the toasts, is in them, or looks elsewhere. */
function useHold() {
  const [isPointed, setPointed] = useState(false)
  const [isInside, setInside] = useState(false)
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    const update = () => setAway(document.hidden)
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [])
  const handlers = useMemo(
    () => ({
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setInside(true),
      onBlur: () => setInside(false),
    }),
    [],
  )
  return { value: isPointed || isInside || isAway, handlers }
}

const ICONS = {
  done: <Check className="text-allow" />,
  info: <Info className="text-info" />,
  failed: <CircleAlert className="text-deny" />,
}

interface ToastCardProps {
  readonly toast: ShownToast
  readonly isHeld: boolean
  readonly onRemove: (key: number) => void
}

function ToastCard({ toast, isHeld, onRemove }: ToastCardProps) {
  const { key, text, detail, tone = 'done', onUndo, undoLabel } = toast
  const texts = useUiTexts()
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => onRemove(key), onUndo ? STAY_UNDO_MS : STAY_MS)
    return () => clearTimeout(timer)
  }, [isHeld, key, onUndo, onRemove])

  return (
    <li className="lk-appear pointer-events-auto flex w-full max-w-sm items-start gap-3 rounded-lg bg-raised p-3 text-sm shadow-float">
      <span aria-hidden="true" className="mt-0.5 flex-none [&_svg]:size-4">
        {ICONS[tone]}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{text}</p>
        {detail && <p className="text-muted text-xs">{detail}</p>}
      </div>
      {onUndo && (
        <button
          type="button"
          onClick={() => {
            onUndo()
            onRemove(key)
          }}
          className="-my-0.5 min-h-6 flex-none rounded-md px-2 font-medium text-accent-ink hover:bg-hover"
        >
          {undoLabel ?? texts.undo}
        </button>
      )}
      <button
        type="button"
        aria-label={texts.close}
        onClick={() => onRemove(key)}
        className={classes(
          '-m-1 flex size-6 flex-none items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink',
        )}
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </li>
  )
}
