// Runs before the page comes alive. A library that holds the page still behind a dialog writes a style element; the policy
// lets it when it carries the nonce of the page, which it looks for under this name.

const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
