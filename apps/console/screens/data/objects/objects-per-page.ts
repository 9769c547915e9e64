/** The first page comes with the address, the next ones as one scrolls. */
export const OBJECTS_PER_PAGE = 500
