'use client'

// What leads through, as the showcase has it.

import { Breadcrumbs } from '../breadcrumbs.tsx'
import { Pagination } from '../pagination.tsx'
import { SplitPane } from '../split-pane.tsx'
import { TabLinks, Tabs } from '../tabs.tsx'
import { Specimen, Specimens } from './specimen.tsx'

export function Ways() {
  return (
    <Specimens>
      <Specimen name="tabs">
        <Tabs
          label="Aurora Records"
          tabs={[
            {
              value: 'access',
              label: 'Who has access',
              content: <p className="text-muted text-sm">41 people and two teams.</p>,
            },
            {
              value: 'through',
              label: 'Through what',
              content: <p className="text-muted text-sm">Its parent, and three roles.</p>,
            },
            { value: 'history', label: 'History', content: <p className="text-muted text-sm">218 changes.</p> },
            { value: 'audit', label: 'Audit', content: '', isDisabled: true },
          ]}
        />
      </Specimen>
      <Specimen name="tab links, breadcrumbs, pagination">
        <div className="flex flex-col gap-4">
          <Breadcrumbs
            label="Where this is"
            crumbs={[
              { label: 'Music', href: '#music' },
              { label: 'Labels', href: '#labels' },
              { label: 'Aurora Records' },
            ]}
          />
          <TabLinks
            label="Operations"
            links={[
              { href: '#health', label: 'Health', isCurrent: true },
              { href: '#keys', label: 'Keys', isCurrent: false },
              { href: '#audit', label: 'Audit', isCurrent: false },
            ]}
          />
          <Pagination label="Pages of tuples" previous={undefined} next={() => {}}>
            1–50 of 1,204
          </Pagination>
        </div>
      </Specimen>
      <Specimen name="split-pane" isWide>
        <SplitPane
          className="h-28 rounded-lg border border-line bg-surface"
          initial={40}
          start={<p className="p-4 text-sm">The model, as one writes it.</p>}
          end={<p className="p-4 text-muted text-sm">The same, as people will read it.</p>}
        />
      </Specimen>
    </Specimens>
  )
}
