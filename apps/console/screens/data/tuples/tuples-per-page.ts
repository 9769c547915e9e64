/** The first page comes with the address, the next ones as one scrolls. */
export const TUPLES_PER_PAGE = 200
