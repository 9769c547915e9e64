// A runbook on the screen.

import { Fragment } from 'react'
import { TextLink } from '#ui/link.tsx'
import type { Block, Inline } from './markdown.ts'
import { isRunbook, runbookHref } from './runbooks.ts'

export function RunbookText({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div lang="en" className="flex max-w-3xl flex-col gap-4 text-base leading-6">
      {blocks.map((block) => (
        <Shown key={JSON.stringify(block)} block={block} />
      ))}
    </div>
  )
}

function Shown({ block }: { readonly block: Block }) {
  if (block.kind === 'title') return null
  if (block.kind === 'text') {
    return (
      <p>
        <Parts parts={block.parts} />
      </p>
    )
  }
  if (block.kind === 'steps') {
    return (
      <ol className="flex list-decimal flex-col gap-2.5 ps-6 marker:font-semibold marker:text-accent-ink marker:tabular-nums">
        {block.items.map((item) => (
          <li key={JSON.stringify(item)} className="ps-1.5">
            <Parts parts={item} />
          </li>
        ))}
      </ol>
    )
  }
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table className="w-full text-start">
        <thead className="bg-sunken text-muted text-sm">
          <tr>
            {block.head.map((cell) => (
              <th key={JSON.stringify(cell)} scope="col" className="px-3 py-2 text-start font-medium">
                <Parts parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row) => (
            <tr key={JSON.stringify(row)} className="border-line border-t">
              {row.map((cell) => (
                <td key={JSON.stringify(cell)} className="px-3 py-2 align-top">
                  <Parts parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Parts({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other name than their place
    <Fragment key={at}>
      <Part part={part} />
    </Fragment>
  ))
}

function Part({ part }: { readonly part: Inline }) {
  if (part.kind === 'strong') return <strong className="font-semibold">{part.text}</strong>
  if (part.kind === 'code')
    return <code className="break-words rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.92em]">{part.text}</code>
  if (part.kind === 'text') return part.text
  const name = part.to.replace(/\.md$/, '')
  return isRunbook(name) ? <TextLink href={runbookHref(name)}>{part.text}</TextLink> : part.text
}
