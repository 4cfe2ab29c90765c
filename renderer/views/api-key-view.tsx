import type { AccountState } from '../../shared/app-state.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { AccountProblem } from '../parts/account-problem.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { SignOutCard } from '../parts/sign-out-card.tsx';
import { StatePill } from '../parts/state-pill.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { signInStateOf } from '../wording/account-state.ts';

type ApiKeyAccount = Extract<AccountState, { kind: 'apiKey' }>;

/** Signed in with an API key, of which nothing but its origin is shown. */
export function ApiKeyView({ account }: { account: ApiKeyAccount }) {
  const commands = useCommands();
  const app = useApp();
  const { busy } = app;
  return (
    <div className="stack stack--cards">
      <section className="card account" aria-label="Account">
        <div className="account__head">
          <span className="avatar">
            <Icon name="key" />
          </span>
          <div className="account__who">
            <ViewHeading>Signed in with an API key</ViewHeading>
            <p className="muted">Codex is paid by usage through your OpenAI platform account.</p>
          </div>
        </div>
        <StatePill standing={signInStateOf(account, app)} />
        <AccountProblem problem={account.problem} />
        <div className="actions">
          <Button disabled={busy !== null} onClick={() => commands.show('methods')}>
            Use another account
          </Button>
        </div>
      </section>
      <KeptSignInsCard />
      <StoragePanel />
      <SignOutCard source={account.source} variable={account.variable} canRevoke={false} />
    </div>
  );
}
