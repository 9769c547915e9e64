/** Hands a file to the browser to keep. */
export function saveFile(name: string, parts: readonly BlobPart[], media: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: media }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A cell of a table as RFC 4180 has it. What a spreadsheet would take for a formula is marked as text. */
export function cell(value: string | number): string {
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
