'use client'
// All keys on one sheet.

import { useMessages } from '#messages/use-messages.tsx'
import { Kbd } from '#ui/kbd.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { useCommandPalette } from './commands.ts'
import { OPEN_ROOMS } from './rooms.ts'

interface Given {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ShortcutsSheet({ isOpen, onOpenChange }: Given) {
  const t = useMessages('shell')
  const { commands, modifier } = useCommandPalette()
  const general = [
    { label: t('shortcutCommands'), keys: `${modifier} K` },
    { label: t('shortcutHelp'), keys: '?' },
    ...OPEN_ROOMS.map((room) => ({
      label: t('shortcutGo', { room: t(room.id) }),
      keys: 'G',
      after: room.key.toUpperCase(),
    })),
  ]
  const own = commands.flatMap(({ label, key }) => (key === undefined ? [] : [{ label, keys: key }]))
  return (
    <Sheet title={t('shortcuts')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <Keys heading={t('shortcutsGeneral')} rows={general} />
      {own.length > 0 && <Keys heading={t('shortcutsRoom')} rows={own} />}
    </Sheet>
  )
}

interface Row {
  readonly label: string
  readonly keys: string
  readonly after?: string
}

function Keys({ heading, rows }: { readonly heading: string; readonly rows: readonly Row[] }) {
  const t = useMessages('shell')
  return (
    <section className="mb-6">
      <h2 className="mb-2 font-medium text-muted text-sm">{heading}</h2>
      <dl className="grid">
        {rows.map(({ label, keys, after }) => (
          <div key={label} className="flex min-h-9 items-center gap-3 border-line border-b">
            <dt className="min-w-0 flex-1 text-sm">{label}</dt>
            <dd className="flex items-center gap-1.5 text-faint text-xs">
              <Kbd keys={keys} />
              {after && (
                <>
                  {t('keyThen')} <Kbd keys={after} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
