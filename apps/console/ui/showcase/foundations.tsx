// The tokens, to be seen side by side.

import { classes } from '../classes.ts'
import { Humps, Waterline } from '../humps.tsx'
import { Specimen, Specimens } from './specimen.tsx'

const SURFACES = ['bg-sunken', 'bg-canvas', 'bg-surface', 'bg-raised', 'bg-hover', 'bg-selected']
const FILLS = ['bg-accent', 'bg-accent-hover', 'bg-deny-fill', 'bg-ink', 'bg-edge', 'bg-line']
const INKS = [
  'text-ink',
  'text-muted',
  'text-faint',
  'text-accent-ink',
  'text-allow',
  'text-deny',
  'text-cond',
  'text-info',
]
const SIZES = ['text-2xl', 'text-xl', 'text-lg', 'text-md', 'text-base', 'text-sm', 'text-xs', 'text-2xs']

export function Foundations() {
  return (
    <Specimens>
      <Specimen name="surfaces, fills">
        <div className="grid grid-cols-3 gap-2 sm:grid-cols-6">
          {[...SURFACES, ...FILLS].map((name) => (
            <div key={name} className="min-w-0">
              <div className={classes('h-10 rounded-md border border-line', name)} />
              <p className="mt-1 truncate font-mono text-2xs text-muted">{name.replace('bg-', '')}</p>
            </div>
          ))}
        </div>
      </Specimen>
      <Specimen name="inks">
        <ul className="grid grid-cols-2 gap-x-4 gap-y-1.5 text-sm">
          {INKS.map((name) => (
            <li key={name} className={classes('truncate', name)}>
              Who may do what <span className="font-mono text-2xs">{name.replace('text-', '')}</span>
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="type scale">
        <ul className="flex flex-col gap-1">
          {SIZES.map((name) => (
            <li key={name} className={classes('flex items-baseline gap-3 truncate', name)}>
              <span className="w-16 flex-none font-mono text-2xs text-faint">{name.replace('text-', '')}</span>
              Deep water, clear answers
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="humps">
        <div className="flex flex-col gap-6">
          <Humps className="h-9 w-32 text-accent" />
          <Humps isSwimming className="h-9 w-32 text-accent" />
          <Waterline />
        </div>
      </Specimen>
    </Specimens>
  )
}
