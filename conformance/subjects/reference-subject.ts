import { Reference } from '../reference/reference.ts'
import type { Configuration } from './subject.ts'

/** The reference as a subject: what the others are compared with, and itself held to the public suites. */
export const REFERENCE: Configuration = {
  name: 'reference',
  open: ({ model, tuples }) => new Reference(model, tuples),
}
