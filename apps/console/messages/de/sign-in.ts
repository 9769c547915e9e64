import type { texts as english } from '../en/sign-in.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Anmelden',
  intro: 'Mit einem API-Schlüssel dieses Servers.',
  key: 'API-Schlüssel',
  keyHint: 'Er beginnt mit lk_ und bleibt auf dem Server: Der Browser behält nur ein versiegeltes Cookie.',
  submit: 'Anmelden',
  withLink: 'Anmeldung mit dem Link …',
  linkHelp: 'Auf diesem Rechner gestartet? `npm start` zeigt einen Link, der Sie einmal anmeldet.',
  noScriptLink: 'Der Link braucht JavaScript; melden Sie sich stattdessen mit einem Schlüssel an.',
  reasonSignedOut: 'Sie sind abgemeldet.',
  reasonRevoked: 'Der Schlüssel Ihrer Sitzung wurde widerrufen, darum sind Sie abgemeldet.',
  reasonExpired: 'Ihre Sitzung ist vorbei. Melden Sie sich wieder an.',
  reasonRequired: 'Melden Sie sich an, um diese Seite zu sehen.',
  errorUnknownKey: 'Der Server kennt diesen Schlüssel nicht.',
  errorRevokedKey: 'Dieser Schlüssel wurde widerrufen.',
  errorExpiredKey: 'Dieser Schlüssel ist abgelaufen.',
  errorNoKey: 'Geben Sie einen Schlüssel ein.',
  errorUsedCode:
    'Dieser Link wurde schon benutzt oder ist zu alt. Ein neuer Start zeigt einen neuen; oder nehmen Sie einen Schlüssel.',
  errorUnavailable: 'Der Server antwortet nicht. Versuchen Sie es gleich noch einmal.',
  errorOrigin: 'Das Formular kam von einer anderen Seite und wurde nicht angenommen.',
}
