'use client'
// The model as a picture: boxes for types, lines where rights come from another type. Who is merely named (`[user]`) has no
// line until one looks at a type, because nearly everything names people. One chooses a module, or a type, whose neighbours
// then stand out and whose relations are told in words beside it, so nothing is said by the drawing alone.

import '@xyflow/react/dist/base.css'
import type { AuthorizationModel } from '@lockness/authz'
import { Background, type Edge, MarkerType, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { Maximize2, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { Combobox } from '#ui/combobox.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { Select } from '#ui/select.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { type Drawing, drawModel, modulesOfModel } from './drawing.ts'
import { type Layout, layOut } from './layout.ts'
import { type FrameNode, ModuleFrame, TypeBox, type TypeNode } from './type-box.tsx'
import { TypeFacts } from './type-facts.tsx'

export interface PictureView {
  readonly module: string | undefined
  readonly type: string | undefined
  readonly isNear: boolean
}

export interface PictureProps {
  readonly model: AuthorizationModel
  readonly catalog: readonly CatalogType[]
  readonly module?: string | undefined
  readonly type?: string | undefined
  readonly isNear?: boolean
  readonly onOpenRelation?: (type: string, relation: string) => void
  /** What is looked at, for the address. */
  readonly onView?: (view: PictureView) => void
}

/** A few types do not become larger than they are written. */
const WHOLE = { padding: 0.08, maxZoom: 1.1 }
const WIDTH_STEP = 40
const NODE_TYPES = { type: TypeBox, frame: ModuleFrame }

export function Picture(props: PictureProps) {
  return (
    <ReactFlowProvider>
      <PictureOf {...props} />
    </ReactFlowProvider>
  )
}

function PictureOf({ model, catalog, onOpenRelation, onView, ...initial }: PictureProps) {
  const t = useMessages('models')
  const [module, setModule] = useState(initial.module)
  const [type, setType] = useState(initial.type)
  const [isNear, setNear] = useState(initial.isNear ?? false)
  const modules = useMemo(() => modulesOfModel(model), [model])
  const known = module !== undefined && modules.includes(module) ? module : undefined
  const chosen = model.type_definitions.some((each) => each.type === type) ? type : undefined
  const drawing = useMemo(
    () => drawModel(model, { module: known, around: isNear ? chosen : undefined }),
    [model, known, isNear, chosen],
  )
  const layout = useMemo(() => layOut(drawing), [drawing])
  const nodes = useMemo(
    () => nodesOf({ drawing, layout, catalog, chosen, module: known }),
    [drawing, layout, catalog, chosen, known],
  )
  const edges = useMemo(() => edgesOf(drawing, chosen), [drawing, chosen])
  const whole = useMemo(() => drawModel(model), [model])
  useEffect(() => {
    onView?.({ module: known, type: chosen, isNear })
  }, [onView, known, chosen, isNear])

  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Choices
          modules={modules}
          module={known}
          onModule={setModule}
          types={whole.types.map((each) => ({
            value: each.type,
            label: titleOf(catalog, each.type),
            detail: each.type,
          }))}
          type={chosen}
          onType={setType}
        />
        <Checkbox
          label={t('onlyNear')}
          checked={isNear}
          disabled={chosen === undefined}
          onChange={(event) => setNear(event.currentTarget.checked)}
        />
        <span className="ms-auto text-muted text-sm">{t('typesShown', { count: drawing.types.length })}</span>
      </div>
      <div className="flex min-h-0 flex-1 gap-3 max-lg:flex-col">
        <div
          className="relative min-h-80 min-w-0 flex-1 overflow-clip rounded-lg border border-line bg-canvas"
          dir="ltr"
        >
          {drawing.types.length === 0 ? (
            <EmptyState isSmall title={t('noPicture')} />
          ) : (
            <>
              <Canvas nodes={nodes} edges={edges} onChoose={setType} />
              <Zoom of={drawing} />
            </>
          )}
        </div>
        {chosen !== undefined && (
          <div className="overflow-y-auto rounded-lg border border-line bg-surface lg:w-80">
            <TypeFacts
              model={model}
              catalog={catalog}
              type={chosen}
              lines={whole.lines}
              onChoose={setType}
              onOpenRelation={onOpenRelation}
            />
          </div>
        )}
      </div>
    </div>
  )
}

interface CanvasProps {
  readonly nodes: (TypeNode | FrameNode)[]
  readonly edges: Edge[]
  readonly onChoose: (type: string | undefined) => void
}

function Canvas({ nodes, edges, onChoose }: CanvasProps) {
  const t = useMessages('models')
  return (
    <ReactFlow<TypeNode | FrameNode, Edge>
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      fitView
      fitViewOptions={WHOLE}
      minZoom={0.1}
      maxZoom={2}
      onNodeClick={(_, node) => onChoose(node.type === 'type' ? node.id : undefined)}
      onPaneClick={() => onChoose(undefined)}
      onKeyDown={(event) => {
        const id = event.target instanceof HTMLElement ? event.target.dataset.id : undefined
        if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) onChoose(id)
      }}
      aria-label={t('pictureLabel')}
      ariaLabelConfig={{ 'node.a11yDescription.default': t('pictureHint') }}
      proOptions={{ hideAttribution: true }}
    >
      <Background color="var(--lk-line)" gap={22} size={1.5} />
    </ReactFlow>
  )
}

interface ChoicesProps {
  readonly modules: readonly string[]
  readonly module: string | undefined
  readonly onModule: (module: string | undefined) => void
  readonly types: readonly ComboboxOption[]
  readonly type: string | undefined
  readonly onType: (type: string | undefined) => void
}

function Choices({ modules, module, onModule, types, type, onType }: ChoicesProps) {
  const t = useMessages('models')
  const options = [{ value: '', label: t('allModules') }, ...modules.map((each) => ({ value: each, label: each }))]
  return (
    <>
      {modules.length > 1 && (
        <div className="w-44">
          <Select
            aria-label={t('filterModule')}
            value={module ?? ''}
            options={options}
            onChange={(event) => onModule(event.currentTarget.value || undefined)}
          />
        </div>
      )}
      <div className="w-56 max-w-full">
        <Combobox
          aria-label={t('findType')}
          placeholder={t('findType')}
          options={types}
          value={types.find(({ value }) => value === type)}
          onChange={(option) => onType(option?.value)}
        />
      </div>
    </>
  )
}

/** Its own buttons; a new drawing is shown whole. */
function Zoom({ of }: { readonly of: Drawing }) {
  const t = useMessages('models')
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  const width = useStore((state) => Math.round(state.width / WIDTH_STEP))
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each drawing, and each width of its frame
  useEffect(() => {
    const frame = requestAnimationFrame(() => fitView(WHOLE))
    return () => cancelAnimationFrame(frame)
  }, [of, width, fitView])
  return (
    <div className="absolute end-3 bottom-3 flex gap-1 rounded-md bg-raised p-1 shadow-float">
      <IconButton kind="quiet" size="small" label={t('zoomIn')} icon={<Plus />} onClick={() => zoomIn()} />
      <IconButton kind="quiet" size="small" label={t('zoomOut')} icon={<Minus />} onClick={() => zoomOut()} />
      <IconButton kind="quiet" size="small" label={t('showAll')} icon={<Maximize2 />} onClick={() => fitView(WHOLE)} />
    </div>
  )
}

interface NodesOptions {
  readonly drawing: Drawing
  readonly layout: Layout
  readonly catalog: readonly CatalogType[]
  readonly chosen: string | undefined
  readonly module: string | undefined
}

function nodesOf({ drawing, layout, catalog, chosen, module }: NodesOptions): (TypeNode | FrameNode)[] {
  const near = new Set(drawing.lines.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : [])))
  const frames = layout.frames
    .filter((frame) => frame.module !== '')
    .map(
      ({ module: name, width, height, ...position }): FrameNode => ({
        id: `module ${name}`,
        type: 'frame',
        position,
        data: { module: name, width, height },
        selectable: false,
        focusable: false,
        zIndex: -1,
      }),
    )
  const boxes = drawing.types.map(({ type, module: of, relations }): TypeNode => {
    const found = catalog.find((each) => each.type === type)
    const title = found?.singular ?? type
    const state = chosen === undefined ? 'plain' : type === chosen ? 'chosen' : near.has(type) ? 'near' : 'far'
    const detail = [found?.singular === undefined ? undefined : type, relations.length].filter(
      (each) => each !== undefined,
    )
    return {
      id: type,
      type: 'type',
      position: layout.spots.get(type) ?? { x: 0, y: 0 },
      data: {
        type,
        title,
        icon: found?.icon,
        detail: detail.join(' · '),
        state,
        isOwn: module === undefined || of === module,
      },
      ariaLabel: title,
    }
  })
  return [...frames, ...boxes]
}

function edgesOf({ lines }: Drawing, chosen: string | undefined): Edge[] {
  return lines
    .filter(({ from, to, takes }) => from !== to && (takes.length > 0 || from === chosen || to === chosen))
    .map(({ from, to, names, takes }) => {
      const isLit = chosen !== undefined && (from === chosen || to === chosen)
      const all = [...new Set([...takes, ...names])]
      const colour = isLit ? 'var(--lk-accent)' : 'var(--lk-edge)'
      return {
        id: `${from} ${to}`,
        source: from,
        target: to,
        markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14 },
        style: {
          stroke: colour,
          strokeWidth: isLit ? 2 : 1.25,
          opacity: chosen === undefined ? 0.5 : isLit ? 1 : 0.1,
          // What is only named is a thinner bond than what gives something on.
          ...(takes.length === 0 && { strokeDasharray: '4 4' }),
        },
        ...(isLit && {
          label: all.length > 2 ? `${all.slice(0, 2).join(', ')} +${all.length - 2}` : all.join(', '),
          labelStyle: { fill: 'var(--lk-ink)', fontSize: 11, fontFamily: 'var(--lk-font-mono)' },
          labelBgStyle: { fill: 'var(--lk-surface)' },
          zIndex: 1,
        }),
      }
    })
}

function titleOf(catalog: readonly CatalogType[], type: string): string {
  return catalog.find((each) => each.type === type)?.singular ?? type
}
