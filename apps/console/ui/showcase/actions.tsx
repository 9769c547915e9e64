'use client'

// What does something or leads somewhere, as the showcase has it.

import { Copy, Download, Pencil, Play, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Kbd } from '../kbd.tsx'
import { LinkButton, TextLink } from '../link.tsx'
import { Spinner } from '../spinner.tsx'
import { Row, Specimen, Specimens } from './specimen.tsx'

export function Actions() {
  const [isBusy, setBusy] = useState(true)
  return (
    <Specimens>
      <Specimen name="button">
        <Row>
          <Button kind="primary" icon={<Play aria-hidden="true" />}>
            Ask
          </Button>
          <Button icon={<Plus aria-hidden="true" />}>Add tuple</Button>
          <Button kind="quiet">Cancel</Button>
          <Button kind="danger" icon={<Trash2 aria-hidden="true" />}>
            Delete
          </Button>
        </Row>
        <Row>
          <Button kind="primary" disabled>
            Ask
          </Button>
          <Button disabled>Add tuple</Button>
          <Button kind="quiet" disabled>
            Cancel
          </Button>
          <Button kind="danger" disabled>
            Delete
          </Button>
        </Row>
        <Row>
          <Button kind="primary" isBusy={isBusy} onClick={() => setBusy(true)}>
            Push model
          </Button>
          <Button isBusy={isBusy}>Verify chain</Button>
          <Button kind="quiet" size="small" onClick={() => setBusy(!isBusy)}>
            {isBusy ? 'Stop' : 'Start'}
          </Button>
          <Button size="small">Small</Button>
          <Button size="small" kind="primary">
            Small
          </Button>
        </Row>
      </Specimen>
      <Specimen name="icon-button, copy-button, kbd, link, spinner">
        <Row>
          <IconButton label="Edit" icon={<Pencil />} />
          <IconButton label="Download" icon={<Download />} kind="secondary" shortcut="⌘ D" />
          <IconButton label="Duplicate" icon={<Copy />} size="small" />
          <IconButton label="Delete" icon={<Trash2 />} disabled />
          <CopyButton text="label:aurora" label="Copy the id" />
          <Kbd keys="⌘ K" />
          <Spinner className="text-accent" />
        </Row>
        <Row>
          <LinkButton href="#lists" kind="primary">
            Open explorer
          </LinkButton>
          <LinkButton href="#lists">Read the guide</LinkButton>
        </Row>
        <p className="max-w-md text-sm">
          The model says that <TextLink href="#lists">label editors</TextLink> may pitch a release, and so may the
          people of its parent.
        </p>
      </Specimen>
    </Specimens>
  )
}
