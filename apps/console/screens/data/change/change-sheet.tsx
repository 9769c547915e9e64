'use client'
// Writing and removing: what is to be changed, what that would do, why it is done. What was written can be taken back as
// long as nobody has moved it, and it is said when that is no longer so.

import type { Tuple } from '@lockness/client'
import { Minus, Plus, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Change, takeBack, type Wish, write } from './change.ts'
import { type Opening, useChangeSheet } from './change-context.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { TupleForm } from './tuple-form.tsx'
import { keyOf } from './tuple-key.ts'
import { TupleLine } from './tuple-line.tsx'
import { usePreview } from './use-preview.ts'

export interface ChangeSheetProps {
  readonly opening: Opening
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

type Outcome = { readonly failure: Failure } | { readonly moved: readonly Tuple[] } | { readonly hasMovedOn: true }

export function ChangeSheet({ opening, isOpen, onOpenChange }: ChangeSheetProps) {
  const t = useMessages('data')
  const { mayWrite } = useChangeSheet()
  const { purpose } = opening
  const [wish, setWish] = useState<Wish>(opening.wish)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const preview = usePreview(wish)
  const { submit, isBusy, outcome } = useSubmit(opening, () => onOpenChange(false))
  const count = wish.added.length + wish.removed.length
  const hasReason = reason.trim() !== ''
  const done = () => {
    setAsked(true)
    if (hasReason && count > 0) submit(wish, reason.trim())
  }
  return (
    <Sheet
      title={t(`sheet_${purpose}`)}
      description={t(`sheetText_${purpose}`)}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      width="wide"
      footer={
        <div className="flex w-full flex-wrap items-end gap-3">
          <Field
            label={t('reason')}
            isRequired
            className="min-w-48 flex-1"
            {...(isAsked && !hasReason && { error: t('reasonMissing') })}
          >
            <TextInput
              value={reason}
              maxLength={1_000}
              disabled={!mayWrite}
              onChange={(event) => setReason(event.target.value)}
              placeholder={t('reasonHint')}
              onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && done()}
            />
          </Field>
          <Button
            kind={purpose === 'remove' ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={!mayWrite || count === 0}
            onClick={done}
          >
            {t(`submit_${purpose}`, { count })}
          </Button>
        </div>
      }
    >
      <div className="flex flex-col gap-5">
        {!mayWrite && <Banner title={t('mayNotWriteTitle')}>{t('mayNotWriteText')}</Banner>}
        {outcome && <OutcomeBanner outcome={outcome} />}
        {purpose === 'write' && (
          <TupleForm given={opening.given ?? {}} onAdd={(tuple) => setWish((before) => withAdded(before, tuple))} />
        )}
        <WishList wish={wish} onChange={purpose === 'undo' ? undefined : setWish} />
        <PreviewPanel preview={preview} />
      </div>
    </Sheet>
  )
}

function withAdded({ added, removed }: Wish, tuple: Tuple): Wish {
  return { added: [...added.filter((each) => keyOf(each) !== keyOf(tuple)), tuple], removed }
}

function useSubmit(opening: Opening, onDone: () => void) {
  const t = useMessages('data')
  const client = useClient()
  const { id: store } = useStore()
  const { open } = useChangeSheet()
  const toast = useToast()
  const router = useRouter()
  const [isBusy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  const told = (change: Change) => {
    onDone()
    router.refresh()
    const undo =
      opening.purpose === 'undo'
        ? {}
        : {
            onUndo: () =>
              open({ purpose: 'undo', wish: { added: change.removed, removed: change.added }, undoes: change }),
          }
    const counts = { added: change.added.length, removed: change.removed.length, revision: change.revision }
    toast({ text: t(`done_${opening.purpose}`), detail: t('doneDetail', counts), ...undo })
  }
  const run = async (wish: Wish, reason: string) => {
    setBusy(true)
    setOutcome(undefined)
    try {
      const result = opening.undoes
        ? await takeBack(client, store, opening.undoes, reason)
        : await write(client, store, wish, reason)
      if ('change' in result) told(result.change)
      else if ('isNothing' in result) {
        onDone()
        toast({ text: t('doneNothing'), tone: 'info' })
      } else setOutcome(result)
    } catch (error) {
      setOutcome({ failure: failureOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return { submit: (wish: Wish, reason: string) => void run(wish, reason), isBusy, outcome }
}

function OutcomeBanner({ outcome }: { readonly outcome: Outcome }) {
  const t = useMessages('data')
  if ('failure' in outcome) return <FailureState failure={outcome.failure} storeRole="writer" isSmall />
  if ('hasMovedOn' in outcome) {
    return (
      <Banner tone="cond" role="alert" title={t('movedTitle')}>
        {t('movedOnText')}
      </Banner>
    )
  }
  return (
    <Banner tone="cond" role="alert" title={t('movedTitle')}>
      <p>{t('movedText')}</p>
      <ul className="mt-1">
        {outcome.moved.slice(0, 5).map((tuple) => (
          <li key={keyOf(tuple)}>
            <TupleLine tuple={tuple} />
          </li>
        ))}
      </ul>
    </Banner>
  )
}

/** What is listed one by one; of the rest, how many. */
const LISTED_MAX = 12

function WishList({ wish, onChange }: { readonly wish: Wish; readonly onChange: ((wish: Wish) => void) | undefined }) {
  const t = useMessages('data')
  const rows = [
    ...wish.removed.map((tuple) => ({ tuple, isAdded: false })),
    ...wish.added.map((tuple) => ({ tuple, isAdded: true })),
  ]
  if (rows.length === 0) return null
  const without = ({ tuple, isAdded }: (typeof rows)[number]) => {
    const rest = (tuples: readonly Tuple[]) => tuples.filter((each) => each !== tuple)
    onChange?.(isAdded ? { ...wish, added: rest(wish.added) } : { ...wish, removed: rest(wish.removed) })
  }
  return (
    <section aria-label={t('wishTitle')}>
      <h3 className="mb-2 font-semibold text-base">{t('wishCount', { count: rows.length })}</h3>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface text-sm">
        {rows.slice(0, LISTED_MAX).map((row) => (
          <li key={`${row.isAdded} ${keyOf(row.tuple)}`} className="flex items-center gap-2 px-3 py-1.5">
            <span className={row.isAdded ? 'text-allow' : 'text-deny'}>
              {row.isAdded ? (
                <Plus aria-hidden="true" className="size-4" />
              ) : (
                <Minus aria-hidden="true" className="size-4" />
              )}
              <span className="sr-only">{row.isAdded ? t('wishAdded') : t('wishRemoved')}</span>
            </span>
            <span className="min-w-0 flex-1">
              <TupleLine tuple={row.tuple} />
            </span>
            {onChange && (
              <IconButton
                size="small"
                label={t('wishDrop')}
                icon={<X aria-hidden="true" />}
                onClick={() => without(row)}
              />
            )}
          </li>
        ))}
        {rows.length > LISTED_MAX && (
          <li className="px-3 py-1.5 text-muted">{t('wishMore', { count: rows.length - LISTED_MAX })}</li>
        )}
      </ul>
    </section>
  )
}
