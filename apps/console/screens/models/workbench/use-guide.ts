// What the editor asks about names, answered from the newest texts of the whole workspace. The index is made when somebody
// asks, not with each key.

import { formatText, parseModule } from '@lockness/language'
import { useMemo, useRef } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import type { Guide } from '../editor/assist.ts'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { offersAt } from '../workspace/complete.ts'
import { describeSymbol } from '../workspace/describe.ts'
import { ModelIndex, type ModelSymbol, type Occurrence } from '../workspace/symbols.ts'
import { type Files, fileKind } from '../workspace/workspace.ts'
import { phrasesOf } from './editor-phrases.ts'

export interface GuideOptions {
  readonly path: string
  readonly files: Files
  readonly catalog: readonly CatalogType[]
  readonly onGoTo: (place: { readonly file: string; readonly from: number; readonly to: number }) => void
  readonly onRename: (symbol: ModelSymbol) => void
}

export function useIndex(files: Files): () => ModelIndex {
  const made = useRef<{ readonly files: Files; readonly index: ModelIndex } | undefined>(undefined)
  return useMemo(
    () => () => {
      if (made.current?.files !== files) made.current = { files, index: new ModelIndex(files, made.current?.index) }
      return made.current.index
    },
    [files],
  )
}

export function useGuide({ path, files, catalog, onGoTo, onRename }: GuideOptions, index: () => ModelIndex): Guide {
  const t = useMessages('models')
  const isModel = fileKind(path) === 'model'
  const describe = (name: Occurrence) => {
    const [symbol] = name.symbols
    return symbol && describeSymbol(index(), catalog, symbol)
  }
  return {
    offersAt: (text, at) =>
      isModel ? offersAt(new ModelIndex(new Map(files).set(path, text), index()), path, text, at) : undefined,
    nameAt: (at) => (isModel ? index().at(path, at) : undefined),
    describe,
    goTo: (name) => {
      const places = name.symbols.flatMap((symbol) => index().definitionsOf(symbol))
      const place = places.find(({ file, from }) => file !== path || from !== name.from) ?? places[0]
      if (place) onGoTo(place)
    },
    rename: (name) => {
      const [symbol] = name.symbols
      if (symbol) onRename(symbol)
    },
    format: (text) => {
      if (!isModel) return undefined
      const isReadable = parseModule(text).diagnostics.every(({ code }) => code !== 'invalid-syntax')
      return isReadable ? formatText(text) : undefined
    },
    words: {
      usedBy: (count) => t('usedBy', { count }),
      unused: t('unusedName'),
      more: (count) => t('more', { count }),
      phrases: phrasesOf(t.locale),
    },
  }
}
