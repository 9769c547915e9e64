import { AppError } from '../errors.ts'

/** What programs say when they fail, and what it means for whoever has to mend it. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|ENOSPC|Disk quota exceeded/i, 'the disk is full: free some space and start again'],
  [
    /could not look up effective user ID/i,
    'this user id has no name in /etc/passwd, which PostgreSQL needs once: add one, or give a database URL',
  ],
  [
    /Permission denied|EACCES|EPERM|has invalid permissions|has wrong ownership/i,
    'the data folder or something in it belongs to another user, or may not be written',
  ],
  [/Read-only file system|EROFS/i, 'the data folder is on a file system that cannot be written'],
  [/too long for Unix-domain socket|path .* is too long/i, 'the path of the socket is too long'],
  [/is another postmaster|lock file .* already exists/i, 'another PostgreSQL runs in the same folder'],
  [/could not create shared memory segment|Cannot allocate memory|ENOMEM/i, 'there is not enough memory'],
  [
    /error while loading shared libraries|Library not loaded|ENOEXEC|Exec format/i,
    'its programs do not run on this system: give a database URL',
  ],
  [
    /invalid (primary )?checkpoint record|could not locate a valid checkpoint|invalid page|PANIC/i,
    'the data are damaged: restore a backup',
  ],
]

export function explainFailure(what: string, said: string): AppError {
  const lines = said.split('\n').map((line) => line.trim())
  const known = CAUSES.find(([pattern]) => pattern.test(said))
  const telling = known ? known[0] : /FATAL|PANIC|error|could not/
  const line = lines.find((text) => telling.test(text)) ?? lines.findLast((text) => text !== '') ?? ''
  return new AppError('misconfigured', `${what}: ${known ? `${known[1]} (\`${line}\`)` : `\`${line}\``}`, {
    detail: { said },
  })
}
