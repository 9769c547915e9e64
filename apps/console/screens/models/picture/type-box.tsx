'use client'
// A type in the picture. Its name first; the module it is of, and how many relations it has, second.

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { classes } from '#ui/classes.ts'
import { TypeIcon } from '#ui/type-icon.tsx'
import { BOX } from './layout.ts'

export type TypeNode = Node<
  {
    readonly type: string
    readonly title: string
    readonly icon: string | undefined
    readonly detail: string
    readonly state: 'chosen' | 'near' | 'far' | 'plain'
    /** It is of the module that is looked at, or none is. */
    readonly isOwn: boolean
  },
  'type'
>

export function TypeBox({ data }: NodeProps<TypeNode>) {
  const { type, title, icon, detail, state, isOwn } = data
  return (
    <div
      style={{ width: BOX.width, height: BOX.height }}
      className={classes(
        'flex items-center gap-2 rounded-lg border bg-surface px-2.5 transition-opacity',
        state === 'chosen' ? 'border-accent shadow-float' : isOwn ? 'border-edge' : 'border-line border-dashed',
        state === 'far' && 'opacity-35',
      )}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} className="opacity-0" />
      <TypeIcon type={type} icon={icon} size="medium" />
      <span className="min-w-0">
        <span className="block truncate font-medium text-sm leading-5">{title}</span>
        <span className="block truncate font-mono text-2xs text-muted">{detail}</span>
      </span>
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="opacity-0" />
    </div>
  )
}

export type FrameNode = Node<{ readonly module: string; readonly width: number; readonly height: number }, 'frame'>

/** The module around its types. */
export function ModuleFrame({ data }: NodeProps<FrameNode>) {
  const { module, width, height } = data
  return (
    <div style={{ width, height }} className="rounded-lg border border-line bg-sunken px-4 py-2">
      <span className="font-medium text-muted text-sm">{module}</span>
    </div>
  )
}
