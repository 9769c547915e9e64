// What survives what, as a class that is told to everybody: it depends on settings of the database that are not ours.

export interface DurabilitySettings {
  readonly fsync: string
  readonly fullPageWrites: string
  readonly synchronousCommit: string
  readonly synchronousStandbys: string
}

/**
 * D0: lost with the process. D1: outlives the process, not a loss of power. D2: outlives both, not the loss of the disk.
 * D3: as D2, and a replica has it too.
 */
export function durabilityOf(facts: DurabilitySettings) {
  if (facts.fsync !== 'on' || facts.fullPageWrites !== 'on' || facts.synchronousCommit === 'off') return 'D1'
  const waits = ['on', 'remote_write', 'remote_apply'].includes(facts.synchronousCommit)
  return waits && facts.synchronousStandbys !== '' ? 'D3' : 'D2'
}
