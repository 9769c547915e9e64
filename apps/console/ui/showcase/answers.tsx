// Answers, things and facts, as the showcase has them.

import { Avatar } from '../avatar.tsx'
import { Badge } from '../badge.tsx'
import { ByteSize } from '../byte-size.tsx'
import { Card } from '../card.tsx'
import { Count } from '../count.tsx'
import { Duration } from '../duration.tsx'
import { Entity } from '../entity.tsx'
import { KeyValueList } from '../key-value.tsx'
import { Tag } from '../tag.tsx'
import { Time } from '../time.tsx'
import { Verdict, VerdictBand } from '../verdict.tsx'
import { Row, Specimen, Specimens } from './specimen.tsx'

export function Answers({ now }: { readonly now: number }) {
  return (
    <Specimens>
      <Specimen name="verdict">
        <div className="flex flex-col gap-3">
          <VerdictBand
            kind="allowed"
            label="Allowed"
            sentence="Anne Lindqvist may pitch Midnight Sun."
            facts={
              <>
                <span>Revision 48,203</span>
                <span>
                  <Duration ms={0.042} />
                </span>
              </>
            }
          />
          <VerdictBand
            kind="denied"
            label="Denied"
            sentence="Bo Adeyemi may not read the royalties of Aurora Records."
          />
          <VerdictBand
            kind="unknown"
            label="Cannot tell"
            sentence="The condition `in_office` needs the address of the caller."
          />
          <Row>
            <Verdict kind="allowed" label="Allowed" />
            <Verdict kind="denied" label="Denied" />
            <Verdict kind="unknown" label="Cannot tell" />
          </Row>
        </div>
      </Specimen>
      <Specimen name="entity, avatar, badge, tag">
        <div className="flex flex-col items-start gap-3">
          <Entity
            type="label"
            icon="disc-3"
            id="label:aurora"
            name="Aurora Records"
            href="#lists"
            copyLabel="Copy the id"
          />
          <Entity type="user" id="user:anne" name="Anne Lindqvist" layout="stack" size="medium" />
          <Entity type="campaign" id="campaign:2026-spring-4711" />
          <Entity
            type="album"
            icon="album"
            id="album:midnight-sun"
            name="Midnight Sun"
            layout="stack"
            size="large"
            copyLabel="Copy the id"
          />
          <Row>
            <Avatar name="Anne Lindqvist" size="small" />
            <Avatar name="Bo Adeyemi" />
            <Avatar name="Chiara Ferri" size="large" />
          </Row>
          <Row>
            <Badge>Draft</Badge>
            <Badge tone="accent">Live</Badge>
            <Badge tone="allow">Healthy</Badge>
            <Badge tone="deny">Revoked</Badge>
            <Badge tone="cond">Conditional</Badge>
            <Badge tone="info">New</Badge>
          </Row>
          <Row>
            <Tag isMono>type = label</Tag>
            <Tag removeLabel="Remove the filter by relation" onRemove={() => {}}>
              Relation: editor
            </Tag>
          </Row>
        </div>
      </Specimen>
      <Specimen name="card, key-value, time, count, byte-size, duration" isWide>
        <Card title="Snapshot" description="What this node read when it started.">
          <KeyValueList
            facts={[
              { label: 'Made', value: <Time at={now - 190_000} isFocusable /> },
              { label: 'Exactly', value: <Time at={now - 190_000} style="exact" /> },
              { label: 'Tuples', value: <Count value={10_482_303} /> },
              { label: 'In short', value: <Count value={10_482_303} isCompact isAtLeast /> },
              { label: 'Size', value: <ByteSize bytes={157_234_511} /> },
              { label: 'Read in', value: <Duration ms={1_840} /> },
            ]}
          />
        </Card>
      </Specimen>
    </Specimens>
  )
}
