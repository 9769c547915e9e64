'use client'
// The proof as a drawing: whoever is asked about at one side, what is asked at the other, tuples as arrows in between. It says
// nothing that the tree does not say, so ears are led to the tree. It is loaded when it is looked at.

import '@xyflow/react/dist/base.css'
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { classes } from '#ui/classes.ts'
import { PartialState } from '#ui/partial-state.tsx'
import { VerdictMark } from '#ui/verdict.tsx'
import { Named } from './names.tsx'
import type { Proof, Result } from './proof.ts'
import { type Arrow, type Box, type Drawing, drawingOf } from './proof-drawing.ts'
import { bestLayout, type Direction, type FittedLayout, type Layout } from './proof-layout.ts'
import { typeOf } from './question.ts'
import { ReasonText } from './reason-text.tsx'
import { useNameText, useWords } from './words-context.tsx'

type BoxNode = Node<{ readonly box: Box; readonly direction: Direction }, 'box'>

const NODE_TYPES = { box: BoxView }
const COLORS: Readonly<Record<Result, string>> = {
  yes: 'var(--lk-allow)',
  no: 'var(--lk-deny)',
  error: 'var(--lk-cond)',
  cycle: 'var(--lk-deny)',
}

export function ProofGraph({ proof }: { readonly proof: Proof }) {
  const t = useMessages('explorer')
  const frame = useRef<HTMLElement>(null)
  const drawing = useMemo(() => drawingOf(proof), [proof])
  const layout = useLayout(drawing, frame)
  const labelOf = useArrowLabel()
  const nodes = useMemo(() => (layout ? nodesOf(layout) : []), [layout])
  const edges = useMemo(() => drawing.arrows.map((arrow) => edgeOf(arrow, labelOf(arrow))), [drawing, labelOf])
  return (
    <figure ref={frame} aria-label={t('graphLabel')} className="flex flex-col gap-3">
      {drawing.isCut && <PartialState title={t('graphCut')} text={t('graphCutHint')} />}
      {/* The drawing is laid out by the direction of the page itself. */}
      <div
        dir="ltr"
        style={{ height: layout ? heightOf(layout) : HEIGHT_MIN }}
        className={classes('w-full overflow-clip rounded-lg border border-line bg-canvas', ATTRIBUTION)}
      >
        {layout && <Canvas key={`${layout.direction} ${layout.room}`} nodes={nodes} edges={edges} />}
      </div>
      <figcaption className="text-muted text-xs">{t('graphHint')}</figcaption>
    </figure>
  )
}

/** Whose drawing it is stands there as they ask for it, in our colours. */
const ATTRIBUTION =
  '[&_.react-flow\\_\\_attribution]:bg-transparent! [&_.react-flow\\_\\_attribution_a]:text-muted! [&_.react-flow\\_\\_attribution]:px-2'
const CONTROLS =
  'overflow-hidden rounded-md border border-edge bg-raised [&_button]:flex [&_button]:size-8 [&_button]:items-center [&_button]:justify-center [&_button]:p-2 [&_button:hover]:bg-hover [&_svg]:size-3.5 [&_svg]:fill-current'

function Canvas({ nodes, edges }: { readonly nodes: BoxNode[]; readonly edges: Edge[] }) {
  const t = useMessages('explorer')
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      fitView
      fitViewOptions={{ padding: 0.05, maxZoom: 1, minZoom: SCALE_MIN }}
      minZoom={0.2}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      preventScrolling={false}
      zoomOnScroll={false}
      attributionPosition="bottom-left"
      ariaLabelConfig={{
        'controls.ariaLabel': t('graphControls'),
        'controls.zoomIn.ariaLabel': t('zoomIn'),
        'controls.zoomOut.ariaLabel': t('zoomOut'),
        'controls.fitView.ariaLabel': t('fitView'),
      }}
    >
      <Background gap={20} size={1} color="var(--lk-line)" />
      <Controls showInteractive={false} position="top-right" className={CONTROLS} />
    </ReactFlow>
  )
}

const HEIGHT_MIN = 260
const HEIGHT_MAX = 720
const MARGIN = 56
const SCALE_MIN = 0.45

/** What is wider than there is room is shown smaller, and needs less height. */
function heightOf({ width, height, room }: FittedLayout): number {
  const scale = Math.max(SCALE_MIN, Math.min(1, (room - MARGIN) / width))
  return Math.max(HEIGHT_MIN, Math.min(HEIGHT_MAX, height * scale + MARGIN))
}

function nodesOf({ places, direction }: Layout): BoxNode[] {
  return places.map(({ box, x, y, width, height }) => ({
    id: box.id,
    type: 'box',
    position: { x, y },
    width,
    height,
    data: { box, direction },
  }))
}

function edgeOf(arrow: Arrow, label: string | undefined): Edge {
  const color = arrow.isNegated ? 'var(--lk-cond)' : COLORS[arrow.result]
  return {
    id: arrow.id,
    source: arrow.from,
    target: arrow.to,
    ...(label !== undefined && { label }),
    style: { stroke: color, strokeWidth: 1.5, ...(arrow.isNegated && { strokeDasharray: '5 4' }) },
    markerEnd: { type: MarkerType.ArrowClosed, color, width: 16, height: 16 },
    labelStyle: { fill: 'var(--lk-ink)', fontSize: 11 },
    labelBgStyle: { fill: 'var(--lk-canvas)' },
    labelBgPadding: [4, 2],
    labelBgBorderRadius: 4,
  }
}

const LABEL_CHARS_MAX = 18

function useArrowLabel(): (arrow: Arrow) => string | undefined {
  const t = useMessages('explorer')
  const words = useWords()
  return useMemo(
    () =>
      ({ relation, object, isNegated }) => {
        if (isNegated) return t('not')
        if (relation === undefined || object === undefined) return undefined
        const title = words.titleOf(typeOf(object), relation)
        return title.length > LABEL_CHARS_MAX ? `${title.slice(0, LABEL_CHARS_MAX - 1)}…` : title
      },
    [t, words],
  )
}

/** As the page is read, or from below to above: whichever can be shown larger where it stands. */
function useLayout(drawing: Drawing, frame: RefObject<HTMLElement | null>): FittedLayout | undefined {
  const [layout, setLayout] = useState<FittedLayout>()
  useEffect(() => {
    if (!frame.current) return
    let known = 0
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0)
      if (width === 0 || width === known) return
      known = width
      const across = document.dir === 'rtl' ? 'across-reversed' : 'across'
      setLayout(bestLayout(drawing, [across, 'up'], { width, height: HEIGHT_MAX }))
    })
    sized.observe(frame.current)
    return () => sized.disconnect()
  }, [drawing, frame])
  return layout
}

const SIDES: Readonly<Record<Direction, readonly [Position, Position]>> = {
  across: [Position.Left, Position.Right],
  'across-reversed': [Position.Right, Position.Left],
  up: [Position.Bottom, Position.Top],
}
const KINDS = { yes: 'allowed', no: 'denied', error: 'unknown', cycle: 'denied' } as const
const FRAMES: Readonly<Record<Result, string>> = {
  yes: 'border-allow-line',
  no: 'border-deny-line',
  error: 'border-cond-line',
  cycle: 'border-deny-line',
}

function BoxView({ data }: NodeProps<BoxNode>) {
  const { box, direction } = data
  const [into, outOf] = SIDES[direction]
  return (
    <div
      className={classes(
        'flex size-full flex-col justify-center border bg-surface px-2.5 text-start text-ink shadow-raised',
        box.kind === 'group' ? 'items-center rounded-full' : 'rounded-lg',
        FRAMES[box.result],
      )}
    >
      <Handle type="target" position={into} isConnectable={false} className="opacity-0" />
      <BoxText box={box} />
      <Handle type="source" position={outOf} isConnectable={false} className="opacity-0" />
    </div>
  )
}

const JOINS = { any: 'joinAny', all: 'joinAll', 'but-not': 'joinButNot' } as const

function BoxText({ box }: { readonly box: Box }) {
  const t = useMessages('explorer')
  const words = useWords()
  const nameText = useNameText()
  const { node, kind, subject, result, isCut } = box
  if (kind === 'subject') return <Named name={subject ?? ''} />
  if (!node) return null
  if (kind === 'group') return <span className="text-muted text-xs">{t(JOINS[node.join])}</span>
  const [reason] = node.reasons
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <VerdictMark kind={KINDS[result]} className="size-3.5" />
        <span className="truncate font-medium text-sm">{words.titleOf(typeOf(node.object), node.relation)}</span>
        {node.children.length > 1 && node.join !== 'but-not' && (
          <span className="flex-none text-2xs text-faint">{t(JOINS[node.join])}</span>
        )}
      </span>
      <span className="truncate text-muted text-xs" title={node.object}>
        {words.singularOf(typeOf(node.object))} {nameText(node.object)}
        {isCut && ' …'}
      </span>
      {reason && result !== 'yes' && (
        <span className="line-clamp-2 text-2xs text-deny [&_b>[aria-hidden]]:hidden">
          <ReasonText reason={reason} object={node.object} />
        </span>
      )}
    </>
  )
}
