/** Which store was looked at last. */
export const STORE_COOKIE = 'lockness-store'
