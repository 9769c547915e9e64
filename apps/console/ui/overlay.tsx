'use client'

// What a dialog and a sheet share: who opens it, that it is loaded when it is first opened, and that the focus goes back to where it was.

import {
  cloneElement,
  createContext,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  use,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { TriggerProps } from './popover.tsx'

export interface OverlayProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  /** A button that opens it, where nobody else holds the state. */
  readonly trigger?: ReactElement<TriggerProps>
  /** The buttons, the one that does it last. */
  readonly footer?: ReactNode
  readonly children?: ReactNode
}

const OverlayLayer = lazy(async () => ({ default: (await import('./overlay-layer.tsx')).OverlayLayer }))
const CloseContext = createContext<() => void>(() => {})

export function Overlay({ className, ...props }: OverlayProps & { readonly className: string }) {
  const { isOpen, onOpenChange, trigger, footer, children } = props
  const [isOwnOpen, setOwnOpen] = useState(false)
  const isShown = isOpen ?? isOwnOpen
  const opener = useRef<Element>(null)
  const wasShown = useRef(false)
  wasShown.current ||= isShown
  useLayoutEffect(() => {
    if (isShown) opener.current = document.activeElement
  }, [isShown])

  const change = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const close = () => change(false)
  return (
    <>
      {trigger &&
        cloneElement(trigger, {
          onClick: (event) => {
            trigger.props.onClick?.(event)
            change(true)
          },
          'aria-haspopup': 'dialog',
          'aria-expanded': isShown,
        })}
      {wasShown.current && (
        <Suspense>
          <OverlayLayer
            title={props.title}
            description={props.description}
            isOpen={isShown}
            onOpenChange={change}
            opener={opener}
            className={className}
            footer={footer && <CloseContext value={close}>{footer}</CloseContext>}
          >
            {children && <CloseContext value={close}>{children}</CloseContext>}
          </OverlayLayer>
        </Suspense>
      )}
    </>
  )
}

/** Closes the dialog or sheet around it: wraps a button. */
export function DialogClose({ children }: { readonly children: ReactElement<TriggerProps> }) {
  const close = use(CloseContext)
  return cloneElement(children, {
    onClick: (event) => {
      children.props.onClick?.(event)
      close()
    },
  })
}
