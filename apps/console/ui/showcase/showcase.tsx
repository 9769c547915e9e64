'use client'

// Every piece in every state, for whoever builds with them and for the machine that checks them. Theme, direction and density are
// switched for the whole document, as they are for a reader, so that what floats above the page follows too.

import { useEffect, useState } from 'react'
import { Badge } from '../badge.tsx'
import { PageHeader } from '../page-header.tsx'
import { UiProvider } from '../provider.tsx'
import { Section } from '../section.tsx'
import { Segmented } from '../segmented.tsx'
import { ToastProvider } from '../toast.tsx'
import { Toolbar } from '../toolbar.tsx'
import { Actions } from './actions.tsx'
import { Answers } from './answers.tsx'
import type { Appearance } from './appearance.ts'
import { Choices, Inputs } from './controls.tsx'
import { Figures } from './figures.tsx'
import { Foundations } from './foundations.tsx'
import { Lists } from './lists.tsx'
import { Overlays } from './overlays.tsx'
import { States } from './states.tsx'
import { Texts } from './texts.tsx'
import { Ways } from './ways.tsx'

export function Showcase({ initial, now }: { readonly initial: Appearance; readonly now: number }) {
  const [appearance, setAppearance] = useState(initial)
  const { theme, direction, density } = appearance
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    document.documentElement.dir = direction
    dataset.density = density
  }, [theme, direction, density])

  return (
    <UiProvider locale="en" direction={direction}>
      <ToastProvider>
        <main className="mx-auto max-w-6xl px-5 py-8">
          <PageHeader
            title="Pieces"
            beside={<Badge tone="accent">Lockness Manage</Badge>}
            description="What every room is built of, in every state. Each name below is a file."
            actions={<Switches appearance={appearance} onChange={setAppearance} />}
          />
          <Section title="Foundations" description="Colour, type and the signature.">
            <Foundations />
          </Section>
          <Section title="Actions">
            <Actions />
          </Section>
          <Section title="Inputs">
            <Inputs />
          </Section>
          <Section title="Choices">
            <Choices />
          </Section>
          <Section title="Ways through">
            <Ways />
          </Section>
          <Section title="Overlays">
            <Overlays />
          </Section>
          <Section title="Answers and things">
            <Answers now={now} />
          </Section>
          <Section title="Lists">
            <Lists now={now} />
          </Section>
          <Section title="Figures">
            <Figures now={now} />
          </Section>
          <Section title="Text for machines">
            <Texts />
          </Section>
          <Section title="States">
            <States />
          </Section>
        </main>
      </ToastProvider>
    </UiProvider>
  )
}

interface SwitchesProps {
  readonly appearance: Appearance
  readonly onChange: (appearance: Appearance) => void
}

function Switches({ appearance, onChange }: SwitchesProps) {
  return (
    <Toolbar label="Appearance" className="mb-0">
      <Segmented
        label="Theme"
        value={appearance.theme}
        onChange={(theme) => onChange({ ...appearance, theme })}
        options={[
          { value: 'system', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <Segmented
        label="Direction"
        value={appearance.direction}
        onChange={(direction) => onChange({ ...appearance, direction })}
        options={[
          { value: 'ltr', label: 'LTR' },
          { value: 'rtl', label: 'RTL' },
        ]}
      />
      <Segmented
        label="Density"
        value={appearance.density}
        onChange={(density) => onChange({ ...appearance, density })}
        options={[
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ]}
      />
    </Toolbar>
  )
}
