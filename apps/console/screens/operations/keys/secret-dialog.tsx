'use client'
// The secret of a key, this once. It is in this page's memory and nowhere else; when the dialog closes it is gone, so it
// closes by one button that says so.

import { useMessages } from '#messages/use-messages.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { CodeBlock } from '#ui/code-block.tsx'
import { Dialog } from '#ui/dialog.tsx'

export interface MadeKey {
  readonly id: string
  readonly name: string
  readonly secret: string
  /** The key that it replaces, and how long that one goes on. */
  readonly replaces?: { readonly id: string; readonly overlapSeconds: number }
}

export function SecretDialog({ made, onClose }: { readonly made: MadeKey; readonly onClose: () => void }) {
  const t = useMessages('operations')
  const { name, secret, replaces } = made
  return (
    <Dialog
      isOpen
      title={t('secretTitle', { name })}
      description={t('secretText')}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t('secretKept')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CodeBlock code={secret} label={t('secret')} copyLabel={t('copySecret')} isWrapped />
        <Banner tone="cond" title={t('secretOnce')}>
          {t('secretOnceText')}
        </Banner>
        {replaces && (
          <p className="text-muted text-sm">
            {replaces.overlapSeconds === 0
              ? t('oldEnded')
              : t('oldGoesOn', { hours: Math.round(replaces.overlapSeconds / 3_600) })}
          </p>
        )}
        <div>
          <p className="mb-1.5 font-medium text-sm">{t('tryIt')}</p>
          <CodeBlock
            isWrapped
            label={t('tryIt')}
            code={`curl -H 'authorization: Bearer ${secret}' ${typeof location === 'undefined' ? '' : location.origin}/v1/stores`}
          />
        </div>
      </div>
    </Dialog>
  )
}
