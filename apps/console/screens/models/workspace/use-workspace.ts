// The texts that somebody is changing, over those in force. Only what differs is kept, in this browser, per store: a closed
// tab or a server that is away loses nothing. A draft remembers which versions of the modules it began from, so that a
// push is refused when somebody else was faster, and it can be said which module that was.

import { useCallback, useEffect, useMemo, useState } from 'react'
import {
  changedPaths,
  type Files,
  moduleOf,
  type TextEdit,
  WHOLE_MODEL,
  type Workspace,
  type WorkspaceKind,
  withEditedFiles,
} from './workspace.ts'

/** What is in force; it comes with the page. */
export interface Base {
  readonly kind: WorkspaceKind
  /** The id of the model; undefined when the store has none. */
  readonly model: string | undefined
  readonly modules: readonly { readonly module: string; readonly version: string }[]
  readonly files: readonly (readonly [path: string, text: string])[]
}

export interface Draft {
  /** The model it began from. */
  readonly model: string | undefined
  readonly kind: WorkspaceKind
  /** Of each module that was touched, the version that was changed; null: it was new. */
  readonly versions: Readonly<Record<string, string | null>>
  /** Null: the file is to go. */
  readonly texts: Readonly<Record<string, string | null>>
}

export interface OpenWorkspace {
  readonly workspace: Workspace
  readonly before: Files
  /** Paths that differ from what is in force. */
  readonly changed: readonly string[]
  /** Modules that were changed here, and have come into force in another version meanwhile. */
  readonly moved: readonly string[]
  /** The draft was there when the page was opened. */
  readonly isRestored: boolean
  /** The version that a push of the module says it is based on. */
  basedOn(module: string): string | null
  write(path: string, text: string | null): void
  edit(edits: ReadonlyMap<string, readonly TextEdit[]>): void
  /** Back to what is in force: some paths, or all. */
  revert(paths?: readonly string[]): void
  /** The own text stands over what has come into force. */
  keepOwn(): void
  begin(kind: WorkspaceKind, files: readonly (readonly [string, string])[]): void
}

const KEY = 'lockness.models.draft.'
const SAVE_AFTER_MS = 250

export function useWorkspace(store: string, base: Base): OpenWorkspace {
  const [draft, setDraft] = useState<Draft>(() => readDraft(store) ?? emptyDraft(base))
  const [isRestored] = useState(() => Object.keys(draft.texts).length > 0)
  const before = useMemo(() => new Map(base.files), [base.files])
  const kind = base.model === undefined ? draft.kind : base.kind
  const workspace = useMemo(() => ({ kind, files: withDraft(before, draft) }), [kind, before, draft])
  const changed = useMemo(() => changedPaths(before, workspace.files), [before, workspace])
  const versions = useMemo(() => new Map(base.modules.map(({ module, version }) => [module, version])), [base.modules])
  const moved = useMemo(
    () => movedIn({ kind, draft, model: base.model, versions, changed }),
    [kind, draft, base.model, versions, changed],
  )

  useEffect(() => {
    const timer = setTimeout(() => saveDraft(store, draft, changed.length > 0), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [store, draft, changed])

  const put = useCallback(
    (texts: ReadonlyMap<string, string | null>) =>
      setDraft((now) => {
        const touched = [...texts.keys()].map(moduleOf).filter((module) => !Object.hasOwn(now.versions, module))
        const began = Object.fromEntries(touched.map((module) => [module, versions.get(module) ?? null]))
        return {
          ...now,
          // What one begins to change is the model that is there now.
          model: Object.keys(now.texts).length === 0 ? base.model : now.model,
          versions: { ...began, ...now.versions },
          texts: { ...now.texts, ...Object.fromEntries(texts) },
        }
      }),
    [versions, base.model],
  )

  return {
    workspace,
    before,
    changed,
    moved,
    isRestored,
    basedOn: (module) =>
      Object.hasOwn(draft.versions, module) ? draft.versions[module]! : (versions.get(module) ?? null),
    write: (path, text) => put(new Map([[path, text]])),
    edit: (edits) => {
      const after = withEditedFiles(workspace.files, edits)
      put(new Map([...edits.keys()].map((path) => [path, after.get(path) ?? null])))
    },
    revert: (paths) =>
      setDraft((now) => {
        if (!paths) return emptyDraft(base)
        const texts = Object.fromEntries(Object.entries(now.texts).filter(([path]) => !paths.includes(path)))
        const left = new Set(Object.keys(texts).map(moduleOf))
        return {
          ...now,
          texts,
          versions: Object.fromEntries(Object.entries(now.versions).filter(([name]) => left.has(name))),
        }
      }),
    keepOwn: () =>
      setDraft((now) => ({
        ...now,
        model: base.model,
        versions: Object.fromEntries(Object.keys(now.versions).map((name) => [name, versions.get(name) ?? null])),
      })),
    begin: (wanted, files) =>
      setDraft({ model: undefined, kind: wanted, versions: {}, texts: Object.fromEntries(files) }),
  }
}

interface Movement {
  readonly kind: WorkspaceKind
  readonly draft: Draft
  /** In force now. */
  readonly model: string | undefined
  readonly versions: ReadonlyMap<string, string>
  readonly changed: readonly string[]
}

/** What was changed here and has come into force in another version since: modules, or the one file. */
export function movedIn({ kind, draft, model, versions, changed }: Movement): string[] {
  if (kind === 'whole') return changed.length > 0 && draft.model !== model ? [WHOLE_MODEL] : []
  return [...new Set(changed.map(moduleOf))].filter((module) => {
    const began = Object.hasOwn(draft.versions, module) ? draft.versions[module] : undefined
    return began !== undefined && began !== (versions.get(module) ?? null)
  })
}

function emptyDraft({ model, kind }: Base): Draft {
  return { model, kind, versions: {}, texts: {} }
}

function withDraft(before: Files, { texts }: Draft): Files {
  const files = new Map(before)
  for (const [path, text] of Object.entries(texts)) {
    if (text === null) files.delete(path)
    else files.set(path, text)
  }
  return files
}

function readDraft(store: string): Draft | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY + store) ?? 'null')
    return isDraft(found) ? found : undefined
  } catch {
    // A browser that keeps nothing, or a draft that is none: one begins anew.
    return undefined
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null || !('texts' in value) || !('versions' in value)) return false
  const { texts, versions } = value
  const isRecord = (each: unknown) =>
    typeof each === 'object' &&
    each !== null &&
    Object.values(each).every((one) => one === null || typeof one === 'string')
  return isRecord(texts) && isRecord(versions)
}

function saveDraft(store: string, draft: Draft, isChanged: boolean): void {
  try {
    if (isChanged) localStorage.setItem(KEY + store, JSON.stringify(draft))
    else localStorage.removeItem(KEY + store)
  } catch {
    // A browser that keeps nothing: the draft lives as long as the page.
  }
}
