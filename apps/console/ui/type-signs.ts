// The signs that a type of thing can have, by the names that catalogs give them, which are lucide's. They are drawn by
// type-signs.css: a first view would otherwise bring some forty drawings as script, of which it shows a few.

// biome-ignore format: a list of names
export const SIGNS: ReadonlySet<string> = new Set([
  'album', 'app-window', 'badge-check', 'badge-dollar-sign', 'book-audio', 'bot', 'building-2', 'circle-play',
  'circle-user-round', 'database', 'disc-3', 'file', 'file-signature', 'file-text', 'folder', 'globe', 'handshake', 'headset',
  'id-card', 'inbox', 'key', 'key-round', 'library', 'list-checks', 'megaphone', 'mic-vocal', 'music', 'package', 'podcast',
  'radio-tower', 'receipt-text', 'server', 'shield', 'siren', 'tags', 'ticket-check', 'user', 'users', 'waypoints',
])

/** Types that models everywhere have, for stores without a catalog. */
export const USUAL_SIGNS: ReadonlyMap<string, string> = new Map([
  ['user', 'user'],
  ['group', 'users'],
  ['team', 'users'],
  ['organization', 'building-2'],
  ['org', 'building-2'],
  ['folder', 'folder'],
  ['document', 'file-text'],
  ['doc', 'file-text'],
  ['role', 'id-card'],
])
