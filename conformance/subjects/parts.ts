/** The two packages under test. They are handed around, because a mutant is another instance of them. */
export interface Parts {
  readonly authz: typeof import('@lockness/authz')
  readonly language: typeof import('@lockness/language')
}
