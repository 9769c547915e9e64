// How a module and its files are named and sent.

import { z } from 'zod'
import { AppError } from '../errors.ts'

const FILE_CHARS_MAX = 1_048_576

export const moduleName = z.string().regex(/^\w[\w-]{0,49}$/, 'expected letters, digits, `_` or `-`, at most 50')
export const fileInput = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'expected a path inside the module, such as `model.fga`'),
  text: z.string().max(FILE_CHARS_MAX),
})

export function noModule(name: string): AppError {
  return new AppError('not_found', `there is no module \`${name}\``, { detail: { what: 'module' } })
}
