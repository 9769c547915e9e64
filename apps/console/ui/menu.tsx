'use client'

// What can be done with something, behind one button: the pattern of a menu button. Arrows move, letters jump, Enter and the space bar
// choose, Escape and Tab leave; the focus goes back to the button before anything is done, so that a dialog finds it there.

import Link from 'next/link'
import {
  cloneElement,
  Fragment,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { classes } from './classes.ts'
import { ItemContent, itemClasses, MENU_CLASSES, type MenuItem, SEPARATOR_CLASSES } from './menu-items.tsx'
import type { TriggerProps } from './popover.tsx'
import { FLOATING_CLASSES, useAnchored } from './use-anchored.ts'
import { useDismiss } from './use-dismiss.ts'

export interface MenuProps {
  /** A button. */
  readonly trigger: ReactElement<TriggerProps>
  readonly items: readonly MenuItem[]
  /** A heading above the items. */
  readonly heading?: ReactNode
  readonly align?: 'start' | 'end'
}

/** Where the focus begins: a finger or mouse has not chosen an item yet. */
type Beginning = 'menu' | 'first' | 'last'

const ITEM = '[role^="menuitem"]:not([aria-disabled="true"])'
const LETTER = /^[\p{L}\p{N}]$/u

export function Menu({ trigger, items, heading, align = 'start' }: MenuProps) {
  const id = useId()
  const frame = useRef<HTMLSpanElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [beginning, setBeginning] = useState<Beginning>()
  const isOpen = beginning !== undefined
  const opener = () => frame.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]') ?? null
  const close = () => setBeginning(undefined)
  const leave = () => {
    opener()?.focus()
    close()
  }
  useAnchored({ isOpen, anchor: opener, floating: menu, side: 'below', align, gap: 4 })
  useDismiss(isOpen, frame, close)
  useEffect(() => {
    const found = menu.current?.querySelectorAll<HTMLElement>(ITEM) ?? []
    if (beginning === 'menu') menu.current?.focus()
    else if (beginning) [...found].at(beginning === 'first' ? 0 : -1)?.focus()
  }, [beginning])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for what is in it; the roles are theirs
    <span
      ref={frame}
      className="contents"
      onKeyDown={(event) => {
        if (isOpen) moveInMenu(event, menu.current, leave)
        else if (event.target === opener() && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
          event.preventDefault()
          setBeginning(event.key === 'ArrowDown' ? 'first' : 'last')
        }
      }}
    >
      {cloneElement(trigger, {
        id: trigger.props.id ?? `${id}-opener`,
        onClick: (event) => {
          trigger.props.onClick?.(event)
          setBeginning(isOpen ? undefined : event.detail === 0 ? 'first' : 'menu')
        },
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        ...(isOpen && { 'aria-controls': id }),
      })}
      {isOpen && (
        <div
          ref={menu}
          id={id}
          popover="manual"
          role="menu"
          aria-labelledby={trigger.props.id ?? `${id}-opener`}
          tabIndex={-1}
          className={classes(FLOATING_CLASSES, MENU_CLASSES, 'focus-visible:outline-none')}
        >
          {heading && <div className="px-2 py-1 text-muted text-xs">{heading}</div>}
          {items.map((item) => (
            <Fragment key={item.id}>
              {item.startsGroup && <hr className={SEPARATOR_CLASSES} />}
              <Row item={item} onChosen={leave} />
            </Fragment>
          ))}
        </div>
      )}
    </span>
  )
}

interface RowProps {
  readonly item: MenuItem
  readonly onChosen: () => void
}

function Row({ item, onChosen }: RowProps) {
  const { onSelect, href, isDisabled = false, isChecked } = item
  const choose = () => {
    if (isDisabled) return
    onChosen()
    onSelect?.()
  }
  const row = {
    tabIndex: -1,
    'aria-disabled': isDisabled,
    className: itemClasses(item),
    onClick: choose,
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (!isDisabled && event.pointerType === 'mouse') event.currentTarget.focus({ preventScroll: true })
    },
  }
  if (href !== undefined && !isDisabled) {
    return (
      <Link href={href} role="menuitem" {...row}>
        <ItemContent item={item} />
      </Link>
    )
  }
  const role = isChecked === undefined ? { role: 'menuitem' } : { role: 'menuitemcheckbox', 'aria-checked': isChecked }
  return (
    <button type="button" {...role} {...row}>
      <ItemContent item={item} />
    </button>
  )
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement | null, leave: () => void): void {
  const { key } = event
  const items = [...(menu?.querySelectorAll<HTMLElement>(ITEM) ?? [])]
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (key === 'Tab') return leave()
  if (event.altKey || event.ctrlKey || event.metaKey) return
  if (key === 'Escape') leave()
  else if (key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
  else if (key === 'ArrowUp') items.at(at <= 0 ? -1 : at - 1)?.focus()
  else if (key === 'Home') items[0]?.focus()
  else if (key === 'End') items.at(-1)?.focus()
  else if (key === ' ' && at >= 0) items[at]?.click()
  else if (LETTER.test(key)) {
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)]
    order.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus()
  } else return
  event.preventDefault()
  event.stopPropagation()
}
