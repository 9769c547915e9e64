import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Test data published by others lies beside the project and is read there. */
export const PUBLIC_DATA = fileURLToPath(new URL('../../../shared/conformance', import.meta.url))

export const HAS_PUBLIC_DATA = existsSync(PUBLIC_DATA)
