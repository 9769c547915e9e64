// A file in shared memory, as a server reads an image for its threads.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export function readShared(path: string): Uint8Array {
  const file = openSync(path, 'r')
  const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size))
  for (let at = 0; at < bytes.length; ) at += readSync(file, bytes, at, Math.min(bytes.length - at, 2 ** 30), at)
  closeSync(file)
  return bytes
}
