// What is on the desk: the file that is open, the panel beside it, the place that somebody asked to see; and what the
// examining thread says about the texts. The address follows, so that a desk can be sent to somebody.

import type { AuthorizationModel } from '@lockness/authz'
import { useCallback, useEffect, useState } from 'react'
import { type Examined, useExaminer } from '../workspace/examiner.ts'
import { inReadingOrder, type Workspace } from '../workspace/workspace.ts'
import type { Panel } from './panels.ts'

export interface Place {
  readonly file: string
  readonly from: number
  readonly to: number
}

export interface DeskState {
  readonly path: string
  readonly panel: Panel
  readonly reveal: { readonly from: number; readonly to: number } | undefined
  readonly examined: Examined
  readonly showPanel: (panel: Panel) => void
  readonly openFile: (path: string) => void
  readonly open: (place: Place) => void
  /** Lines count from one. */
  readonly openLine: (path: string, line: number | undefined) => void
}

export interface DeskOptions {
  readonly file: string | undefined
  readonly panel: Panel | undefined
  readonly live?: AuthorizationModel
  /** The address is not ours to change. */
  readonly isWithoutAddress?: boolean
}

export function useDesk(workspace: Workspace, options: DeskOptions): DeskState {
  const { live, isWithoutAddress = false } = options
  const examined = useExaminer(workspace, live)
  const [wanted, setWanted] = useState(options.file)
  const [panel, showPanel] = useState<Panel>(options.panel ?? 'problems')
  const [reveal, setReveal] = useState<{ readonly from: number; readonly to: number }>()
  const { files } = workspace
  const path = wanted !== undefined && files.has(wanted) ? wanted : (inReadingOrder(files.keys())[0] ?? '')

  useEffect(() => {
    if (isWithoutAddress) return
    const query = new URLSearchParams(location.search)
    query.set('file', path)
    query.set('panel', panel)
    history.replaceState(null, '', `?${query}`)
  }, [path, panel, isWithoutAddress])

  const openFile = useCallback((next: string) => {
    setWanted(next)
    setReveal(undefined)
  }, [])
  const open = useCallback(({ file, from, to }: Place) => {
    setWanted(file)
    setReveal({ from, to })
  }, [])
  const openLine = useCallback(
    (file: string, line: number | undefined) => {
      const lines = (files.get(file) ?? '').split('\n')
      const from = lines.slice(0, Math.max(0, (line ?? 1) - 1)).reduce((sum, each) => sum + each.length + 1, 0)
      open({ file, from, to: from })
    },
    [files, open],
  )
  return { path, panel, reveal, examined, showPanel, openFile, open, openLine }
}
