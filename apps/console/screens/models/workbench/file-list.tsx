'use client'
// The files of all modules: which were changed, which have mistakes, whose they are.

import { CircleAlert, FilePlus, FileText, FlaskConical, LibraryBig, Trash2, Waypoints } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { classes } from '#ui/classes.ts'
import { IconButton } from '#ui/icon-button.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { type FileKind, fileKind, inReadingOrder, moduleOf, pathInModule } from '../workspace/workspace.ts'

export interface FileListProps {
  readonly paths: readonly string[]
  readonly current: string
  readonly onOpen: (path: string) => void
  readonly changed: ReadonlySet<string>
  readonly errors: ReadonlyMap<string, number>
  /** Absent where files cannot be added. */
  readonly onAdd?: (module: string) => void
  readonly onRemove?: (path: string) => void
}

const ICONS: Readonly<Record<FileKind, typeof FileText>> = {
  model: Waypoints,
  catalog: LibraryBig,
  test: FlaskConical,
  tuples: FileText,
  other: FileText,
}
const SEARCH_FROM = 40

export function FileList({ paths, current, onOpen, changed, errors, onAdd, onRemove }: FileListProps) {
  const t = useMessages('models')
  const [search, setSearch] = useState('')
  const groups = useMemo(() => grouped(paths.filter((path) => path.includes(search.trim()))), [paths, search])
  return (
    <nav aria-label={t('files')} className="grid content-start gap-3">
      {paths.length > SEARCH_FROM && (
        <SearchInput value={search} onChange={setSearch} aria-label={t('searchFiles')} placeholder={t('searchFiles')} />
      )}
      {[...groups].map(([module, files]) => (
        <div key={module}>
          {module !== '' && (
            <div className="flex min-h-control-sm items-center justify-between gap-1 ps-2">
              <h2 className="truncate font-medium text-sm">{module}</h2>
              {onAdd && (
                <IconButton
                  kind="quiet"
                  size="small"
                  label={t('addFileTo', { module })}
                  icon={<FilePlus />}
                  onClick={() => onAdd(module)}
                />
              )}
            </div>
          )}
          <ul>
            {files.map((path) => (
              <FileRow
                key={path}
                path={path}
                isCurrent={path === current}
                isChanged={changed.has(path)}
                errors={errors.get(path) ?? 0}
                onOpen={onOpen}
                {...(onRemove && { onRemove })}
              />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

interface FileRowProps {
  readonly path: string
  readonly isCurrent: boolean
  readonly isChanged: boolean
  readonly errors: number
  readonly onOpen: (path: string) => void
  readonly onRemove?: (path: string) => void
}

function FileRow({ path, isCurrent, isChanged, errors, onOpen, onRemove }: FileRowProps) {
  const t = useMessages('models')
  const Icon = ICONS[fileKind(path)]
  return (
    <li className="group/file flex items-center">
      <button
        type="button"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onOpen(path)}
        className={classes(
          'flex min-h-control-sm min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover',
          isCurrent && 'bg-selected font-medium',
        )}
      >
        <Icon aria-hidden="true" className="size-4 flex-none text-faint" />
        <span className="truncate">{pathInModule(path)}</span>
        {isChanged && (
          <span className="size-1.5 flex-none rounded-full bg-accent">
            <span className="sr-only">{t('changedMark')}</span>
          </span>
        )}
        {errors > 0 && (
          <span className="ms-auto inline-flex items-center gap-1 text-deny text-xs">
            <CircleAlert aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{t('errorsOfFile')}</span>
            {errors}
          </span>
        )}
      </button>
      {onRemove && isCurrent && (
        <IconButton
          kind="quiet"
          size="small"
          label={t('removeFile', { path })}
          icon={<Trash2 />}
          onClick={() => onRemove(path)}
        />
      )}
    </li>
  )
}

function grouped(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const path of inReadingOrder(paths)) {
    const module = path.includes('/') ? moduleOf(path) : ''
    const group = groups.get(module)
    if (group) group.push(path)
    else groups.set(module, [path])
  }
  return groups
}
