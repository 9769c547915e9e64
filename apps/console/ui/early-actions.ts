// What somebody does before the page has its scripts is not lost: presses of buttons, what is typed and chosen, and forms
// that only a script can send are kept, and done when the document says that it is alive (alive.tsx). Links, and forms
// that have an address to go to, work without script and are left alone.
// It is sent inside the page as text, ahead of everything that can be pressed: it uses nothing from around it.

export function keepEarlyActions(): void {
  const root = document.documentElement
  const done: { readonly on: Element; readonly event: Event }[] = []
  const said = new Map<Element, { readonly value: string; readonly checked: boolean }>()

  /** Parts of a page hear before all of it is alive: what is done later must not be done now. */
  function keep(on: Element, event: Event): void {
    event.stopImmediatePropagation()
    done.push({ on, event })
  }
  function press(event: Event): void {
    const { target } = event
    const on = target instanceof Element && target.closest<HTMLButtonElement>('button:not([type=submit])')
    if (!on || on.disabled) return
    // Whoever presses again because nothing has happened yet wants it once.
    if (on.getAttribute('aria-busy') === 'true') return event.stopImmediatePropagation()
    keep(on, event)
    // It was heard, and takes a moment.
    if (event.type === 'click') on.setAttribute('aria-busy', 'true')
  }
  function say({ target }: Event): void {
    const { value, checked } = target as HTMLInputElement
    said.set(target as Element, { value, checked })
  }
  function send(event: Event): void {
    const form = event.target as HTMLFormElement
    if (form.hasAttribute('action')) return
    event.preventDefault()
    keep(form, event)
  }
  const LISTENERS = [
    ...['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'].map((type) => [type, press] as const),
    ...['input', 'change'].map((type) => [type, say] as const),
    ['submit', send] as const,
  ]

  /** A script hears of a value only when it is not the one that it remembers. */
  function sayAgain(control: Element, { value, checked }: { readonly value: string; readonly checked: boolean }): void {
    if (control instanceof HTMLSelectElement) {
      control.value = value
      control.dispatchEvent(new Event('change', { bubbles: true }))
    } else if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)) {
      if (control.checked === checked) control.checked = !checked
      control.click()
    } else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
      control.value = control.defaultValue === value ? `${value} ` : control.defaultValue
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, value)
      control.dispatchEvent(new Event('input', { bubbles: true }))
      if (document.activeElement !== control) control.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    }
  }
  function doAgain(on: Element, event: Event): void {
    if (event.type === 'click') on.removeAttribute('aria-busy')
    if (event instanceof SubmitEvent) (on as HTMLFormElement).requestSubmit(event.submitter)
    else on.dispatchEvent(new (event.constructor as typeof Event)(event.type, event))
  }

  async function catchUp(): Promise<void> {
    const actions = [
      ...[...said].map(([control, value]) => [control, () => sayAgain(control, value)] as const),
      ...done.map(({ on, event }) => [on, () => doAgain(on, event)] as const),
    ]
    for (const [on, act] of actions) {
      if (on.isConnected) act()
      // The page is drawn anew after each, as it would have been.
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  for (const [type, listener] of LISTENERS) addEventListener(type, listener, true)
  const waiting = new MutationObserver(() => {
    waiting.disconnect()
    for (const [type, listener] of LISTENERS) removeEventListener(type, listener, true)
    void catchUp()
  })
  waiting.observe(root, { attributes: true, attributeFilter: ['data-alive'] })
}
