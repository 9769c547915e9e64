import 'react'

declare module 'react' {
  /** Our own properties may stand in a style: `{ '--lk-tracks': '1fr auto' }`. */
  interface CSSProperties {
    readonly [property: `--lk-${string}`]: string | number | undefined
  }
}
