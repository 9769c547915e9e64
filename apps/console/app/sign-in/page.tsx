// Signing in: a form that works without script, and why one is here, when there is a reason.

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { messagesOf } from '#messages/messages.ts'
import { safePath } from '#session/origin.ts'
import { readSession } from '#session/session.ts'
import { SignInLink } from '#session/sign-in-link.tsx'
import { Alive } from '#ui/alive.tsx'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Waterline } from '#ui/humps.tsx'
import { TextInput } from '#ui/text-input.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('signIn'))('title') }
}

// biome-ignore format: a table is read by its columns
const ERRORS = {
  UnknownKey:  'errorUnknownKey',
  RevokedKey:  'errorRevokedKey',
  ExpiredKey:  'errorExpiredKey',
  NoKey:       'errorNoKey',
  UsedCode:    'errorUsedCode',
  Unavailable: 'errorUnavailable',
  Origin:      'errorOrigin',
} as const

// biome-ignore format: a table is read by its columns
const REASONS = {
  'signed-out': 'reasonSignedOut',
  revoked:      'reasonRevoked',
  expired:      'reasonExpired',
  required:     'reasonRequired',
} as const

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}) {
  const asked = await searchParams
  const next = safePath(typeof asked.next === 'string' ? asked.next : '/')
  if (await readSession()) redirect(next)
  const t = await messagesOf('signIn')
  const error = rowOf(ERRORS, asked.error)
  const reason = rowOf(REASONS, asked.reason)
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-sm">
        <h1 className="font-semibold text-xl">{t('title')}</h1>
        <Alive />
        <Waterline className="my-3" />
        <p className="mb-4 text-muted">{t(reason && !error ? reason : 'intro')}</p>
        <form method="post" action="/sign-in/enter" className="grid gap-4">
          <input type="hidden" name="next" value={next} />
          <Field label={t('key')} hint={t('keyHint')} error={error && t(error)} isRequired>
            <TextInput
              name="key"
              type="password"
              isMono
              autoComplete="current-password"
              autoCapitalize="off"
              spellCheck={false}
            />
          </Field>
          <Button type="submit" kind="primary">
            {t('submit')}
          </Button>
        </form>
        <SignInLink next={next} text={t('withLink')} />
        <p className="mt-6 text-muted text-sm">{t('linkHelp')}</p>
        <noscript>
          <p className="mt-2 text-muted text-sm">{t('noScriptLink')}</p>
        </noscript>
      </div>
    </main>
  )
}

function rowOf<R extends object>(rows: R, name: unknown): R[keyof R] | undefined {
  return typeof name === 'string' && Object.hasOwn(rows, name) ? rows[name as keyof R] : undefined
}
