'use client'
// The model as a picture: boxes for types, lines for what leans on what. One chooses a module, or a type, whose neighbours
// then stand out and whose relations are told in words beside it, so nothing is said by the drawing alone.

import '@xyflow/react/dist/base.css'
import type { AuthorizationModel } from '@lockness/authz'
import { Background, type Edge, MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { Maximize2, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { Combobox } from '#ui/combobox.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { Select } from '#ui/select.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { type Drawing, drawModel, modulesOfModel } from './drawing.ts'
import { layOut } from './layout.ts'
import { TypeBox, type TypeNode } from './type-box.tsx'
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

const NODE_TYPES = { type: TypeBox }

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
  const spots = useMemo(() => layOut(drawing), [drawing])
  const nodes = useMemo(
    () => nodesOf({ drawing, spots, catalog, chosen, module: known }),
    [drawing, spots, catalog, chosen, known],
  )
  const edges = useMemo(() => edgesOf(drawing, chosen), [drawing, chosen])
  const whole = useMemo(() => drawModel(model), [model])
  useEffect(() => {
    onView?.({ module: known, type: chosen, isNear })
  }, [onView, known, chosen, isNear])

  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        {modules.length > 1 && (
          <Select
            className="w-auto"
            aria-label={t('filterModule')}
            value={known ?? ''}
            options={[{ value: '', label: t('allModules') }, ...modules.map((each) => ({ value: each, label: each }))]}
            onChange={(event) => setModule(event.currentTarget.value || undefined)}
          />
        )}
        <div className="w-56 max-w-full">
          <Combobox
            aria-label={t('findType')}
            placeholder={t('findType')}
            options={whole.types.map((each) => ({
              value: each.type,
              label: titleOf(catalog, each.type),
              detail: each.type,
            }))}
            value={chosen === undefined ? undefined : { value: chosen, label: titleOf(catalog, chosen) }}
            onChange={(option) => setType(option?.value)}
          />
        </div>
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
              <ReactFlow<TypeNode, Edge>
                nodes={nodes}
                edges={edges}
                nodeTypes={NODE_TYPES}
                nodesDraggable={false}
                nodesConnectable={false}
                edgesFocusable={false}
                deleteKeyCode={null}
                fitView
                minZoom={0.1}
                maxZoom={2}
                onNodeClick={(_, node) => setType(node.id)}
                onPaneClick={() => setType(undefined)}
                onKeyDown={(event) => {
                  const id = event.target instanceof HTMLElement ? event.target.dataset.id : undefined
                  if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) setType(id)
                }}
                aria-label={t('pictureLabel')}
                ariaLabelConfig={{ 'node.a11yDescription.default': t('pictureHint') }}
                proOptions={{ hideAttribution: true }}
              >
                <Background color="var(--lk-line)" gap={22} size={1.5} />
              </ReactFlow>
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

/** Its own buttons; a new drawing is shown whole. */
function Zoom({ of }: { readonly of: Drawing }) {
  const t = useMessages('models')
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each drawing
  useEffect(() => {
    const frame = requestAnimationFrame(() => fitView({ padding: 0.08 }))
    return () => cancelAnimationFrame(frame)
  }, [of, fitView])
  return (
    <div className="absolute end-3 bottom-3 flex gap-1 rounded-md bg-raised p-1 shadow-float">
      <IconButton kind="quiet" size="small" label={t('zoomIn')} icon={<Plus />} onClick={() => zoomIn()} />
      <IconButton kind="quiet" size="small" label={t('zoomOut')} icon={<Minus />} onClick={() => zoomOut()} />
      <IconButton
        kind="quiet"
        size="small"
        label={t('showAll')}
        icon={<Maximize2 />}
        onClick={() => fitView({ padding: 0.08 })}
      />
    </div>
  )
}

interface NodesOptions {
  readonly drawing: Drawing
  readonly spots: ReturnType<typeof layOut>
  readonly catalog: readonly CatalogType[]
  readonly chosen: string | undefined
  readonly module: string | undefined
}

function nodesOf({ drawing, spots, catalog, chosen, module }: NodesOptions): TypeNode[] {
  const near = new Set(drawing.lines.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : [])))
  return drawing.types.map(({ type, module: of, relations }) => {
    const found = catalog.find((each) => each.type === type)
    const title = found?.singular ?? type
    const state = chosen === undefined ? 'plain' : type === chosen ? 'chosen' : near.has(type) ? 'near' : 'far'
    const detail = [found?.singular === undefined ? undefined : type, of, relations.length].filter(
      (each) => each !== undefined,
    )
    return {
      id: type,
      type: 'type',
      position: spots.get(type) ?? { x: 0, y: 0 },
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
}

function edgesOf({ lines }: Drawing, chosen: string | undefined): Edge[] {
  return lines
    .filter(({ from, to }) => from !== to)
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
          opacity: chosen === undefined ? 0.55 : isLit ? 1 : 0.12,
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
