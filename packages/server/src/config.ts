// The only reader of the environment: what it says, checked, as one value.

import { z } from 'zod'
import { AppError } from './errors.ts'
import type { ServerOptions } from './server.ts'

const Environment = z.object({
  LOCKNESS_DATA: z.string().min(1).optional(),
  LOCKNESS_DATABASE_URL: z.string().min(1).optional(),
  LOCKNESS_HOST: z.string().min(1).default('127.0.0.1'),
  LOCKNESS_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  LOCKNESS_ROOT_KEY: z.string().min(1).optional(),
  LOCKNESS_PUBLIC_ORIGIN: z
    .string()
    .refine(isHttpsOrigin, 'expected an https origin without a path, such as `https://iam.example.com`')
    .optional(),
})

function isHttpsOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.origin === text
}

export function readConfig(): Omit<ServerOptions, 'report'> {
  const parsed = Environment.safeParse(process.env)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `\`${path.join('.')}\`: ${message}`)
    throw new AppError('misconfigured', wrong.join('; '))
  }
  const { LOCKNESS_DATA: folder, LOCKNESS_DATABASE_URL: databaseUrl, ...rest } = parsed.data
  if ((folder === undefined) === (databaseUrl === undefined)) {
    throw new AppError('misconfigured', 'give either `LOCKNESS_DATA` or `LOCKNESS_DATABASE_URL`')
  }
  const place = databaseUrl !== undefined ? { databaseUrl } : { folder: folder ?? '' }
  return {
    place,
    host: rest.LOCKNESS_HOST,
    port: rest.LOCKNESS_PORT,
    rootKey: rest.LOCKNESS_ROOT_KEY,
    publicOrigin: rest.LOCKNESS_PUBLIC_ORIGIN,
  }
}
