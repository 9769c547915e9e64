// Foreign wires over the access area: what each of them is given to translate to.

import type { AccessParts } from '../../access/access.ts'
import type { AuthorizationPort } from '../authorization-port.ts'
import type { OpenFgaPort } from '../openfga/openfga.port.ts'
import { modelPort } from './model.actions.ts'
import { questionPort } from './question.actions.ts'
import { storePort } from './store.actions.ts'
import { tuplePort } from './tuple.actions.ts'

/** Relations entered one inside the other, as its own server bounds them: beyond, a question is too complex. */
const OPENFGA_DEPTH_MAX = 25

export function openFgaPort(parts: AccessParts): OpenFgaPort {
  const options = { wire: 'openfga', limits: { depthMax: OPENFGA_DEPTH_MAX }, isFirstPageAll: true } as const
  return {
    ...questionPort(parts, options),
    ...storePort(parts),
    ...modelPort(parts),
    ...tuplePort(parts),
  }
}

export function authZenPort(parts: AccessParts): AuthorizationPort {
  const { check, checkMany, listObjects, listSubjects, relations } = questionPort(parts, { wire: 'authzen' })
  return { check, checkMany, listObjects, listSubjects, relations }
}
