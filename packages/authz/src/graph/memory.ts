/**
 * Memory that threads can share. A page of a browser has such memory only when it is kept apart from all other sites; there
 * a graph stays in the thread that made it, and ordinary memory does.
 */
export function sharedMemory(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes)
}

/** As shared as it can be here. */
export function isSharedMemory(memory: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'undefined' || memory instanceof SharedArrayBuffer
}
