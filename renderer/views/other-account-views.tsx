import type { AccountState } from '../../shared/app-state.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { RenameInUse } from '../parts/account-in-use.tsx';
import { AccountPage, KeyHead } from '../parts/account-page.tsx';
import { Button } from '../parts/button.tsx';
import { Detail, Id } from '../parts/details.tsx';
import { FoldingCard } from '../parts/folding-card.tsx';
import { locale } from '../parts/locale.ts';
import { RemovalCard } from '../parts/sign-out-card.tsx';
import { useNow } from '../parts/use-now.ts';
import { momentText, signInStateOf } from '../wording/account-phrases.ts';
import { AccountProblem, OtherAccountButton, StatePill } from './account-views.tsx';

type PersonalAccessTokenAccount = Extract<AccountState, { kind: 'personalAccessToken' }>;

/** Signed in with a personal access token; whose it is, only the sign-in service can say. */
export function PersonalAccessTokenView({ account }: { account: PersonalAccessTokenAccount }) {
  const commands = useCommands();
  const app = useApp();
  const { lookUp, problem } = account;
  const facts = lookUp?.account ?? null;
  return (
    <AccountPage
      details={lookUp !== null && <LookUpDetails lookUp={lookUp} />}
      signOut={
        <RemovalCard
          what="the personal access token"
          text={signInKindTexts.removals.personalAccessToken()}
        />
      }
    >
      <KeyHead title={facts?.email ?? signInKindTexts.names.personalAccessToken()}>
        {facts?.email
          ? 'Signed in with a personal access token of ChatGPT.'
          : 'A token made in ChatGPT. Codex uses it as it is; it is never refreshed.'}
      </KeyHead>
      <div className="account__line">
        <StatePill state={signInStateOf(account, app)} />
        {facts?.planLabel && (
          <p className="chip" data-testid="account-plan">
            {facts.planLabel}
          </p>
        )}
        <RenameInUse />
      </div>
      <AccountProblem problem={problem} />
      {lookUp === null && problem === null && (
        <p>
          Whose it is, the sign-in service can say. Codex asks it at each start; Gatehouse asks only
          when you do.
        </p>
      )}
      <div className="actions">
        <Button
          testId="account-look-up"
          icon="refresh"
          disabled={app.busy !== null}
          onClick={commands.lookUp}
        >
          {lookUp === null ? 'Look up' : 'Look up again'}
        </Button>
        <OtherAccountButton />
      </div>
    </AccountPage>
  );
}

function LookUpDetails({ lookUp }: { lookUp: NonNullable<PersonalAccessTokenAccount['lookUp']> }) {
  const now = useNow(20_000);
  return (
    <FoldingCard title="Details" testId="account-details">
      <dl className="details">
        <Detail name="Plan">
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
    <AccountPage
      signOut={<RemovalCard what={bedrockTexts[kind]} text={signInKindTexts.removals[kind]()} />}
    >
      <KeyHead title={signInKindTexts.names[kind]()}>
        For models of Amazon Bedrock, paid in AWS
        {region !== null && (
          <>
            {' '}
            (region <bdi>{region}</bdi>)
          </>
        )}
        .
      </KeyHead>
      <StatePill state={signInStateOf(account, app)} />
      <AccountProblem problem={account.problem} />
      <div className="actions">
        <OtherAccountButton />
      </div>
    </AccountPage>
  );
}

function IdOrNone({ value }: { value: string | null }) {
  return value === null ? 'Not stated' : <Id value={value} />;
}
