// Models of a command, each read and checked once, however many test files and catalogs are about it.

import { type LoadedModel, type LoadModel, loadModel, type ReadFile } from '@lockness/language'

export function loadingOnce(): LoadModel {
  const loaded = new Map<string, LoadedModel>()
  return (path: string, readFile: ReadFile) => {
    const model = loaded.get(path) ?? loadModel(path, readFile)
    loaded.set(path, model)
    return model
  }
}
