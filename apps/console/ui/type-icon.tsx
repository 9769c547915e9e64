// The sign of a type of thing, by the name that its catalog gives: the names are lucide's. What has no icon of its own, because
// nobody chose one or the name is unknown here, is shown by the first letters of its type.

import {
  Album,
  AppWindow,
  BadgeCheck,
  BadgeDollarSign,
  BookAudio,
  Bot,
  Building2,
  CirclePlay,
  CircleUserRound,
  Database,
  Disc3,
  File,
  FileSignature,
  FileText,
  Folder,
  Globe,
  Handshake,
  Headset,
  IdCard,
  Inbox,
  Key,
  KeyRound,
  Library,
  ListChecks,
  type LucideIcon,
  Megaphone,
  MicVocal,
  Music,
  Package,
  Podcast,
  RadioTower,
  ReceiptText,
  Server,
  Shield,
  Siren,
  Tags,
  TicketCheck,
  User,
  Users,
  Waypoints,
} from 'lucide-react'
import { classes } from './classes.ts'

export interface TypeIconProps {
  readonly type: string
  /** From the catalog: `disc-3`. */
  readonly icon?: string | undefined
  readonly size?: 'small' | 'medium' | 'large'
  readonly className?: string
}

const SIZES = {
  small: 'size-5 text-[0.5625rem] [&_svg]:size-3',
  medium: 'size-7 text-2xs [&_svg]:size-4',
  large: 'size-10 text-sm [&_svg]:size-5',
}

export function TypeIcon({ type, icon, size = 'small', className }: TypeIconProps) {
  const Icon = ICONS.get(icon ?? '') ?? USUAL.get(type)
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex flex-none items-center justify-center rounded-sm bg-accent-soft font-medium font-mono text-accent-ink uppercase',
        SIZES[size],
        className,
      )}
    >
      {Icon ? <Icon strokeWidth={1.75} /> : type.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 2)}
    </span>
  )
}

const ICONS: ReadonlyMap<string, LucideIcon> = new Map([
  ['album', Album],
  ['app-window', AppWindow],
  ['badge-check', BadgeCheck],
  ['badge-dollar-sign', BadgeDollarSign],
  ['book-audio', BookAudio],
  ['bot', Bot],
  ['building-2', Building2],
  ['circle-play', CirclePlay],
  ['circle-user-round', CircleUserRound],
  ['database', Database],
  ['disc-3', Disc3],
  ['file', File],
  ['file-signature', FileSignature],
  ['file-text', FileText],
  ['folder', Folder],
  ['globe', Globe],
  ['handshake', Handshake],
  ['headset', Headset],
  ['id-card', IdCard],
  ['inbox', Inbox],
  ['key', Key],
  ['key-round', KeyRound],
  ['library', Library],
  ['list-checks', ListChecks],
  ['megaphone', Megaphone],
  ['mic-vocal', MicVocal],
  ['music', Music],
  ['package', Package],
  ['podcast', Podcast],
  ['radio-tower', RadioTower],
  ['receipt-text', ReceiptText],
  ['server', Server],
  ['shield', Shield],
  ['siren', Siren],
  ['tags', Tags],
  ['ticket-check', TicketCheck],
  ['user', User],
  ['users', Users],
  ['waypoints', Waypoints],
])

/** Types that models everywhere have, for stores without a catalog. */
const USUAL: ReadonlyMap<string, LucideIcon> = new Map([
  ['user', User],
  ['group', Users],
  ['team', Users],
  ['organization', Building2],
  ['org', Building2],
  ['folder', Folder],
  ['document', FileText],
  ['doc', FileText],
  ['role', IdCard],
])
