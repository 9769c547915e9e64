// What stands where there is nothing to show, as the showcase has it.

import { Banner } from '../banner.tsx'
import { Button } from '../button.tsx'
import { Card } from '../card.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { LoadingState } from '../loading-state.tsx'
import { NoPermissionState } from '../no-permission-state.tsx'
import { OfflineState } from '../offline-state.tsx'
import { PartialState } from '../partial-state.tsx'
import { Specimen, Specimens } from './specimen.tsx'

export function States() {
  return (
    <Specimens>
      <Specimen name="empty-state">
        <Card>
          <EmptyState
            title="No tuples yet"
            text="A tuple says that somebody has a relation to something. Write the first one, or import a file."
            actions={
              <>
                <Button>Import</Button>
                <Button kind="primary">Write a tuple</Button>
              </>
            }
          />
        </Card>
      </Specimen>
      <Specimen name="error-state">
        <Card>
          <ErrorState
            title="The answer did not arrive in time"
            text="Nothing was changed, and your question is still here. Ask again, or ask for less at once."
            requestId="req-01HF3K2"
            onRetry={() => {}}
          />
        </Card>
      </Specimen>
      <Specimen name="loading-state">
        <Card>
          <LoadingState label="Reading the model" />
        </Card>
      </Specimen>
      <Specimen name="no-permission-state">
        <Card>
          <NoPermissionState
            title="You may not see the audit log"
            text="It takes the permission to read audits, which administrators of this store can give."
            actions={<Button>Ask for it</Button>}
          />
        </Card>
      </Specimen>
      <Specimen name="partial-state, offline-state, banner" isWide>
        <div className="flex flex-col gap-3">
          <PartialState
            title="Shown are the first 10,000 of more"
            text="Counting stopped after two seconds."
            actions={<Button size="small">Export all</Button>}
          />
          <OfflineState
            title="The server is away"
            text="What you typed is kept. It is asked again every few seconds."
          />
          <Banner title="A new version of the model is live">Revision 48,203 by the music team.</Banner>
          <Banner
            tone="deny"
            title="The chain of the audit log is broken at entry 1,204"
            actions={<Button size="small">Look</Button>}
          />
        </div>
      </Specimen>
    </Specimens>
  )
}
