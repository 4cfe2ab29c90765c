import { Button } from '../parts/button.tsx';
import { CodexCredentials } from '../parts/codex-credentials.tsx';
import { KeptSignIn } from '../parts/note.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { Mark } from '../parts/mark.tsx';
import { MethodList } from '../parts/method-list.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { useEscape } from '../parts/use-escape.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { useApp, useCommands } from '../gatehouse-context.ts';

/** The sign-in screen. Where an account is there already, it has a way back. */
export function MethodsView() {
  const commands = useCommands();
  const signedOut = useApp().account.kind === 'signedOut';
  const leave = () => commands.show('home');
  useEscape(leave);
  return (
    <section className="stack">
      {!signedOut && (
        <div>
          <Button kind="quiet" icon="back" onClick={leave}>
            Back to the account
          </Button>
        </div>
      )}
      <div className="hero">
        {signedOut && <Mark className="hero__mark" />}
        <ViewHeading>
          {signedOut ? 'Sign in to use Codex' : 'Sign in with another account'}
        </ViewHeading>
        <p className="lead">
          One sign-in for this device: Gatehouse keeps it, and the Codex command line uses the same.
        </p>
      </div>
      {signedOut && <CodexCredentials />}
      <KeptSignIn />
      <MethodList />
      {signedOut && <KeptSignInsCard />}
      {signedOut && <StoragePanel />}
    </section>
  );
}
