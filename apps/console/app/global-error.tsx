'use client'
// When even the frame could not be drawn, there are no messages either: this page says it in both languages.

export default function GlobalError({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>The console could not be shown</h1>
          <p>Nothing was changed. Try again; if it happens once more, tell whoever runs the server.</p>
          <p lang="de">Die Konsole konnte nicht gezeigt werden. Geändert wurde nichts; versuchen Sie es noch einmal.</p>
          {error.digest && <p>{error.digest}</p>}
          <button type="button" onClick={reset}>
            Try again / Noch einmal
          </button>
        </main>
      </body>
    </html>
  )
}
