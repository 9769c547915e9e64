// OpenFGA's contracts, held by a real server with its database, over sockets.

import { afterAll, beforeAll, describe } from 'vitest'
import { type RealServer, startReal } from '../../../test/real-server.ts'
import { fillDocuments } from '../test/document-store.ts'
import { errorsContract } from '../test/openfga-errors-contract.ts'
import { recordsContract } from '../test/openfga-records-contract.ts'

let real: RealServer
beforeAll(async () => {
  real = await startReal()
}, 120_000)
afterAll(() => real?.stop(), 60_000)

const open = async () => ({ client: real, ...(await fillDocuments(real)), nobody: real.nobody })

describe('on a real server', () => {
  recordsContract(open)
  errorsContract(open)
})
