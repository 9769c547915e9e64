'use client'
// A new key: what it is for, where it may go, what it may do there, and until when. It begins narrow; whoever wants more
// says so. What was typed stays when the server does not answer.

import { useId, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import type { StoreFacts } from '#shell/store-context.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { DateTimeInput } from '#ui/date-time-input.tsx'
import { Field } from '#ui/field.tsx'
import { RadioGroup } from '#ui/radio-group.tsx'
import { exactTime } from '#ui/relative-time.ts'
import { Select } from '#ui/select.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { TextArea } from '#ui/text-area.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { useNow } from '#ui/use-now.ts'
import {
  beginningWish,
  isLifetimePossible,
  isRolePossible,
  type KeyWish,
  ROLES,
  readWish,
  type WishErrors,
} from './key-wish.ts'
import type { MadeKey } from './secret-dialog.tsx'
import { StoreChoice } from './store-choice.tsx'

export interface NewKeySheetProps {
  readonly isOpen: boolean
  readonly stores: readonly StoreFacts[]
  /** When the key ends that is signed in with: what it makes ends no later. */
  readonly untilMs: number | undefined
  readonly onClose: () => void
  readonly onMade: (made: MadeKey) => void
}

export function NewKeySheet({ isOpen, stores, untilMs, onClose, onMade }: NewKeySheetProps) {
  const t = useMessages('operations')
  const client = useClient()
  const form = useId()
  const [wish, setWish] = useState<KeyWish>(() => beginningWish(Date.now(), untilMs))
  const [errors, setErrors] = useState<WishErrors>({})
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  const change = (part: Partial<KeyWish>) => {
    setWish({ ...wish, ...part })
    setErrors({})
  }
  const make = async () => {
    const read = readWish(wish, Date.now())
    setErrors(read.errors)
    if (Object.keys(read.errors).length > 0) return
    setBusy(true)
    setFailure(undefined)
    try {
      const { id, name, secret } = await client.key.create(read.input)
      setWish(beginningWish(Date.now(), untilMs))
      onMade({ id, name, secret })
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Sheet
      title={t('newKey')}
      description={t('newKeyText')}
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => !isNowOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" isBusy={isBusy}>
            {t('makeKey')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-6 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        {failure && <NotMade failure={failure} />}
        <Field label={t('name')} hint={t('keyNameHint')} error={errors.name && t(errors.name)} isRequired>
          <TextInput value={wish.name} maxLength={200} onChange={(event) => change({ name: event.target.value })} />
        </Field>
        <Places wish={wish} errors={errors} stores={stores} onChange={change} />
        {wish.where !== 'modules' && <Roles wish={wish} errors={errors} onChange={change} />}
        <Ends wish={wish} errors={errors} untilMs={untilMs} onChange={change} />
        <Field
          label={t('onlyTheseActions')}
          hint={t('actionsHint')}
          error={errors.actions && t(errors.actions)}
          isOptional
        >
          <TextInput isMono value={wish.actions} onChange={(event) => change({ actions: event.target.value })} />
        </Field>
        <Field label={t('reason')} hint={t('reasonHint')} isOptional>
          <TextInput
            value={wish.reason}
            maxLength={1_000}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Field>
      </form>
    </Sheet>
  )
}

function NotMade({ failure }: { readonly failure: Failure }) {
  const t = useMessages('operations')
  return (
    <Banner role="alert" tone="deny" title={t('keyNotMade')}>
      {failure.kind === 'away' ? t('awayKept') : failure.detail}
    </Banner>
  )
}

interface PartProps {
  readonly wish: KeyWish
  readonly errors: WishErrors
  readonly onChange: (part: Partial<KeyWish>) => void
}

function Places({ wish, errors, stores, onChange }: PartProps & { readonly stores: readonly StoreFacts[] }) {
  const t = useMessages('operations')
  return (
    <>
      <RadioGroup
        label={t('where')}
        value={wish.where}
        onChange={(value) => onChange({ where: value as KeyWish['where'] })}
        options={[
          { value: 'stores', label: t('whereStores'), hint: t('whereStoresHint') },
          { value: 'modules', label: t('whereModules'), hint: t('whereModulesHint') },
          { value: 'all', label: t('whereAll'), hint: t('whereAllHint') },
        ]}
      />
      {wish.where === 'stores' && (
        <StoreChoice
          stores={stores}
          chosen={wish.stores}
          error={errors.stores && t(errors.stores)}
          onChange={(chosen) => onChange({ stores: chosen })}
        />
      )}
      {wish.where === 'modules' && (
        <Field label={t('modules')} hint={t('modulesHint')} error={errors.modules && t(errors.modules)} isRequired>
          <TextArea isMono value={wish.modules} onChange={(event) => onChange({ modules: event.target.value })} />
        </Field>
      )}
    </>
  )
}

function Roles({ wish, errors, onChange }: PartProps) {
  const t = useMessages('operations')
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-2.5" aria-describedby={errors.roles && id}>
      <legend className="mb-1.5 font-medium text-sm">{t('roles')}</legend>
      {ROLES.filter((role) => isRolePossible(role, wish.where)).map((role) => (
        <Checkbox
          key={role}
          label={<code className="font-mono">{role}</code>}
          hint={t(`role_${role}`)}
          checked={wish.roles.includes(role)}
          onChange={({ target }) =>
            onChange({ roles: target.checked ? [...wish.roles, role] : wish.roles.filter((each) => each !== role) })
          }
        />
      ))}
      {errors.roles && (
        <p id={id} role="alert" className="text-deny text-sm">
          {t(errors.roles)}
        </p>
      )}
    </fieldset>
  )
}

const LIFETIMES = ['hour', 'day', 'month', 'quarter', 'year', 'at', 'never'] as const

function Ends({ wish, errors, untilMs, onChange }: PartProps & Pick<NewKeySheetProps, 'untilMs'>) {
  const t = useMessages('operations')
  const nowMs = useNow()
  const until = untilMs === undefined ? undefined : exactTime(new Date(untilMs), t.locale)
  const hint = until === undefined ? wish.lifetime === 'never' && t('neverHint') : t('endsWithYours', { until })
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('ends')} hint={hint}>
        <Select
          value={wish.lifetime}
          onChange={(event) => onChange({ lifetime: event.target.value as KeyWish['lifetime'] })}
          options={LIFETIMES.map((value) => ({
            value,
            label: value === 'never' && until !== undefined ? t('withYours') : t(`lifetime_${value}`),
            isDisabled: !isLifetimePossible(value, nowMs, untilMs),
          }))}
        />
      </Field>
      {wish.lifetime === 'at' && (
        <Field label={t('endsAt')} error={errors.endsAt && t(errors.endsAt)} isRequired>
          <DateTimeInput
            value={wish.endsAt}
            {...(untilMs !== undefined && { max: new Date(untilMs) })}
            onChange={(endsAt) => onChange({ endsAt })}
          />
        </Field>
      )}
    </div>
  )
}
