import type { AccountState } from '../../shared/app-state.ts';
import { removalTexts, signInNames } from '../../shared/wording/sign-in-kinds.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Detail, Id } from '../parts/details.tsx';
import { FoldingCard } from '../parts/folding-card.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { locale } from '../parts/locale.ts';
import { RemovalCard } from '../parts/sign-out-card.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { momentText, signInStateOf } from '../wording/account-phrases.ts';
import { AccountProblem, StatePill } from './account-views.tsx';

/** Signed in with a personal access token; whose it is, only the sign-in service can say. */
export function PersonalAccessTokenView({
  account,
}: {
  account: Extract<AccountState, { kind: 'personalAccessToken' }>;
}) {
  const commands = useCommands();
  const app = useApp();
  const now = useNow(20_000);
  const { lookUp, problem } = account;
  const facts = lookUp?.account ?? null;
  return (
    <div className="stack stack--cards">
      <section className="card account" aria-label="Account">
        <div className="account__head">
          <span className="avatar">
            <Icon name="key" />
          </span>
          <div className="account__who">
            <ViewHeading>{facts?.email ?? signInNames.personalAccessToken}</ViewHeading>
            <p className="muted">
              {facts?.email
                ? 'Signed in with a personal access token of ChatGPT.'
                : 'A token made in ChatGPT. Codex uses it as it is; it is never refreshed.'}
            </p>
          </div>
        </div>
        <div className="account__line">
          <StatePill state={signInStateOf(account, app)} />
          {facts?.planLabel && <p className="chip">{facts.planLabel}</p>}
        </div>
        <AccountProblem problem={problem} />
        {lookUp === null && problem === null && (
          <p>
            Whose it is, the sign-in service can say. Codex asks it at each start; Gatehouse asks
            only when you do.
          </p>
        )}
        <div className="actions">
          <Button icon="refresh" disabled={app.busy !== null} onClick={commands.lookUp}>
            {lookUp === null ? 'Look up' : 'Look up again'}
          </Button>
          <OtherAccountButton />
        </div>
      </section>
      {lookUp !== null && (
        <FoldingCard title="Details">
          <dl className="details">
            <Detail name="Plan as claimed">
              <bdi>{lookUp.account.planRaw ?? 'Not stated'}</bdi>
            </Detail>
            <Detail name="Workspace id">
              <IdOrNone value={lookUp.account.workspaceId} />
            </Detail>
            <Detail name="User id">
              <IdOrNone value={lookUp.account.userId} />
            </Detail>
            <Detail name="Looked up">{momentText(lookUp.at, now, locale)}</Detail>
          </dl>
        </FoldingCard>
      )}
      <KeptSignInsCard />
      <StoragePanel />
      <RemovalCard what="the personal access token" text={removalTexts.personalAccessToken} />
    </div>
  );
}

const bedrockTexts = {
  bedrockApiKey: 'the Amazon Bedrock API key',
  bedrockAccessKeys: 'the AWS access keys',
} as const;

/** Signed in for Amazon Bedrock, of which nothing but its region is shown. */
export function BedrockView({
  account,
}: {
  account: Extract<AccountState, { kind: 'bedrockApiKey' | 'bedrockAccessKeys' }>;
}) {
  const app = useApp();
  const { kind, region } = account;
  return (
    <div className="stack stack--cards">
      <section className="card account" aria-label="Account">
        <div className="account__head">
          <span className="avatar">
            <Icon name="key" />
          </span>
          <div className="account__who">
            <ViewHeading>{signInNames[kind]}</ViewHeading>
            <p className="muted">
              For models of Amazon Bedrock, paid in AWS
              {region !== null && (
                <>
                  {' '}
                  (region <bdi>{region}</bdi>)
                </>
              )}
              .
            </p>
          </div>
        </div>
        <StatePill state={signInStateOf(account, app)} />
        <AccountProblem problem={account.problem} />
        <div className="actions">
          <OtherAccountButton />
        </div>
      </section>
      <KeptSignInsCard />
      <StoragePanel />
      <RemovalCard what={bedrockTexts[kind]} text={removalTexts[kind]} />
    </div>
  );
}

function OtherAccountButton() {
  const commands = useCommands();
  const { busy } = useApp();
  return (
    <Button kind="quiet" disabled={busy !== null} onClick={() => commands.show('methods')}>
      Use another account
    </Button>
  );
}

function IdOrNone({ value }: { value: string | null }) {
  return value === null ? 'Not stated' : <Id value={value} />;
}
