/** The build takes these in as text. */
declare module '*.md' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: that is how text is taken in
  export default text
}
