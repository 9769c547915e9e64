// The words that the editor says itself, in other languages than English.

const GERMAN: Readonly<Record<string, string>> = {
  Find: 'Suchen',
  Replace: 'Ersetzen',
  next: 'weiter',
  previous: 'zurück',
  all: 'alle',
  'match case': 'Groß/klein beachten',
  'by word': 'ganze Wörter',
  regexp: 'regulärer Ausdruck',
  replace: 'ersetzen',
  'replace all': 'alle ersetzen',
  close: 'schließen',
  'current match': 'aktueller Treffer',
  'replaced $ matches': '$ Treffer ersetzt',
  'replaced match on line $': 'Treffer in Zeile $ ersetzt',
  'on line': 'in Zeile',
  'Go to line': 'Gehe zu Zeile',
  go: 'los',
  Completions: 'Vorschläge',
  Diagnostics: 'Meldungen',
  'No diagnostics': 'Keine Meldungen',
  'Folded lines': 'Eingeklappte Zeilen',
  'Unfolded lines': 'Ausgeklappte Zeilen',
  'Fold line': 'Zeile einklappen',
  'Unfold line': 'Zeile ausklappen',
  'folded code': 'eingeklappter Text',
  unfold: 'ausklappen',
}

export function phrasesOf(locale: string): Readonly<Record<string, string>> {
  return locale === 'de' ? GERMAN : {}
}
