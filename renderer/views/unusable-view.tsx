import type { AccountState } from '../../shared/app-state.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { KeptSignIn } from '../parts/kept-sign-in.tsx';
import { MethodList } from '../parts/method-list.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

type Unusable = Extract<AccountState, { kind: 'unusable' }>;

/** Something is stored that cannot be used. It is left alone until the person decides. */
export function UnusableView({ account }: { account: Unusable }) {
  const commands = useCommands();
  const { busy, store } = useApp();
  // Then the banner about the rule, above this view, says why.
  const hiddenByRule = account.problem.code === 'hidden-by-rule';
  const readAgain = (
    <Button icon="refresh" disabled={busy !== null} onClick={commands.reload}>
      Read again
    </Button>
  );
  return (
    <section className="stack">
      <ViewHeading>
        {hiddenByRule
          ? 'The stored sign-in is not allowed here'
          : 'The stored sign-in cannot be used'}
      </ViewHeading>
      {!hiddenByRule && (
        <Callout severity="error" action={readAgain}>
          {account.problem.message}
        </Callout>
      )}
      <p className="lead">
        {hiddenByRule
          ? 'Gatehouse leaves it as it is and does not use it. Sign in with an account that the rules allow.'
          : 'Gatehouse leaves it as it is. Put it right and read it again, or sign in anew.'}
      </p>
      {store.mode === 'file' && (
        <p>
          <bdi className="address address--block">{store.location}</bdi>
        </p>
      )}
      {hiddenByRule && <div className="actions">{readAgain}</div>}
      <KeptSignIn />
      <MethodList />
    </section>
  );
}
