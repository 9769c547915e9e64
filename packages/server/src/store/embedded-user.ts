// As whom the embedded PostgreSQL runs. It refuses to run as root, and a container often has nobody but root. A number
// is enough: the server starts it under a user id of its own that needs no name. Only initdb insists on a name, so
// that one step runs as an unprivileged user that /etc/passwd knows, and the result is handed over.

import { lchown, lstat, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../errors.ts'

export interface Identity {
  readonly uid: number
  readonly gid: number
}

/** Above what systems give to people and services, below what they use for containers. */
const OWN_ID = 64_640

/** Undefined: as whoever runs the server. The owner of an existing cluster stays its owner. */
export async function chooseIdentity(cluster: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await stat(cluster).catch(() => undefined)
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid }
  return { uid: OWN_ID, gid: OWN_ID }
}

/** The user for initdb: `nobody` if there is one, else the first who is not root. */
export async function namedIdentity(): Promise<Identity> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const users = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0)
  const chosen = users.find(({ name }) => name === 'nobody') ?? users[0]
  if (!chosen) {
    throw new AppError(
      'misconfigured',
      'PostgreSQL cannot be set up as root and `/etc/passwd` has no other user: run the server as another user, or give a database URL',
    )
  }
  return { uid: chosen.uid, gid: chosen.gid }
}

/** Whether the user may pass through all folders down to this one. Access lists are not looked at. */
export async function canReach(path: string, { uid, gid }: Identity): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = await stat(folder)
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

export async function giveTree(path: string, identity: Identity): Promise<void> {
  await lchown(path, identity.uid, identity.gid)
  if (!(await lstat(path)).isDirectory()) return
  for (const name of await readdir(path)) await giveTree(join(path, name), identity)
}
