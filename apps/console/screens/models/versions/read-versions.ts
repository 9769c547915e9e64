// A page of versions. One more than is shown is read, so that the last one can say what it changed too.

import type { Client, ModelVersion } from '@lockness/client'
import { actorName, readKeys, readModel } from '../read-models.ts'
import type { VersionRow } from './version-columns.tsx'
import type { VersionsProps } from './versions.tsx'

const PAGE_SIZE = 50

export async function readVersions(
  client: Client,
  store: string,
  cursor: string | undefined,
): Promise<Omit<VersionsProps, 'store' | 'room'>> {
  const [{ items, cursor: next }, inForce, keys] = await Promise.all([
    client.model.list({ store, pageSize: PAGE_SIZE, cursor }),
    readModel(store, 'in-force'),
    readKeys(client, store),
  ])
  const rows = items.map((version, index): VersionRow => {
    const { id, revision, at, actor, reason, labels, modules } = version
    return {
      id,
      revision,
      at,
      actor: actorName(keys, actor),
      reason,
      labels,
      isInForce: id === inForce?.id,
      changed: modules && changedModules(version, items[index + 1]),
    }
  })
  return { rows, inForce: inForce?.id, cursor: next, isFirst: cursor === undefined }
}

function changedModules({ modules = [] }: ModelVersion, before: ModelVersion | undefined): string[] {
  const versions = new Map(before?.modules?.map(({ module, version }) => [module, version]))
  const now = new Set(modules.map(({ module }) => module))
  const changed = modules.filter(({ module, version }) => versions.get(module) !== version).map(({ module }) => module)
  return [...changed, ...[...versions.keys()].filter((module) => !now.has(module))].sort()
}
