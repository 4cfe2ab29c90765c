import type { AccountState } from '../../shared/app-state.ts';
import { accountPageTexts as texts } from '../../shared/texts/account-page.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { signingOutTexts } from '../../shared/texts/signing-out.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { RenameInUse } from '../parts/account-in-use.tsx';
import { AccountPage, KeyHead } from '../parts/account-page.tsx';
import { Button } from '../parts/button.tsx';
import { Detail, Id } from '../parts/details.tsx';
import { FoldingCard } from '../parts/folding-card.tsx';
import { locale } from '../parts/locale.ts';
import { messageWith } from '../parts/message-with.tsx';
import { RemovalCard } from '../parts/sign-out-card.tsx';
import { useNow } from '../parts/use-now.ts';
import { momentText, signInStateOf } from '../wording/account-phrases.ts';
import { AccountProblem, OtherAccountButton, StatePill } from './account-views.tsx';

const { removeTitles } = signingOutTexts;

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
          title={removeTitles.personalAccessToken()}
          text={signInKindTexts.removals.personalAccessToken()}
        />
      }
    >
      <KeyHead title={facts?.email ?? signInKindTexts.names.personalAccessToken()}>
        {facts?.email ? texts.personalAccessToken.whose() : texts.personalAccessToken.what()}
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
      {lookUp === null && problem === null && <p>{texts.personalAccessToken.lookUpNote()}</p>}
      <div className="actions">
        <Button
          testId="account-look-up"
          icon="refresh"
          disabled={app.busy !== null}
          onClick={commands.lookUp}
        >
          {lookUp === null
            ? texts.personalAccessToken.lookUp()
            : texts.personalAccessToken.lookUpAgain()}
        </Button>
        <OtherAccountButton />
      </div>
    </AccountPage>
  );
}

function LookUpDetails(props: { lookUp: NonNullable<PersonalAccessTokenAccount['lookUp']> }) {
  return (
    <FoldingCard title={texts.details.title()} testId="account-details">
      <LookUpFacts {...props} />
    </FoldingCard>
  );
}

function LookUpFacts({ lookUp }: { lookUp: NonNullable<PersonalAccessTokenAccount['lookUp']> }) {
  const now = useNow([lookUp.at], 'distance');
  return (
    <dl className="details">
      <Detail name={texts.details.plan()}>
        <bdi>{lookUp.account.planRaw ?? texts.details.notStated()}</bdi>
      </Detail>
      <Detail name={texts.details.workspaceId()}>
        <IdOrNone value={lookUp.account.workspaceId} />
      </Detail>
      <Detail name={texts.details.userId()}>
        <IdOrNone value={lookUp.account.userId} />
      </Detail>
      <Detail name={texts.details.lookedUp()}>{momentText(lookUp.at, now, locale)}</Detail>
    </dl>
  );
}

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
      signOut={<RemovalCard title={removeTitles[kind]()} text={signInKindTexts.removals[kind]()} />}
    >
      <KeyHead title={signInKindTexts.names[kind]()}>
        {region === null
          ? texts.bedrock.what()
          : messageWith(texts.bedrock.inRegion, { region: <bdi>{region}</bdi> })}
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
  return value === null ? texts.details.notStated() : <Id value={value} />;
}
