import { ENGLISH_TEXTS } from '#ui/texts.ts'

/** The pieces of the interface bring their own English along. */
export const texts = ENGLISH_TEXTS
