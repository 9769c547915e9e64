// The policy of a page: scripts of ours and those they load, nothing from elsewhere, no frame around it.

export function contentPolicy(nonce: string, isDevelopment: boolean): string {
  // React explains its errors by eval, in development only.
  const explained = isDevelopment ? " 'unsafe-eval'" : ''
  // biome-ignore format: a table is read by its columns
  return [
    ['default-src',     "'none'"],
    ['script-src',      `'self' 'nonce-${nonce}' 'strict-dynamic'${explained}`],
    ['style-src',       isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`],
    ['style-src-attr',  "'unsafe-inline'"],
    ['img-src',         "'self' data: blob:"],
    ['font-src',        "'self'"],
    ['connect-src',     "'self'"],
    ['worker-src',      "'self' blob:"],
    ['manifest-src',    "'self'"],
    ['form-action',     "'self'"],
    ['base-uri',        "'none'"],
    ['frame-ancestors', "'none'"],
    ['object-src',      "'none'"],
  ].map((row) => row.join(' ')).join('; ')
}
