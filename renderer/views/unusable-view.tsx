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
  return (
    <section className="stack">
      <ViewHeading>The stored sign-in cannot be used</ViewHeading>
      <Callout
        severity="error"
        action={
          <Button icon="refresh" disabled={busy !== null} onClick={commands.reload}>
            Read again
          </Button>
        }
      >
        {account.problem.message}
      </Callout>
      <p className="lead">
        Gatehouse leaves it as it is. Put it right and read it again, or sign in anew.
      </p>
      {store.mode === 'file' && (
        <p>
          <bdi className="address address--block">{store.location}</bdi>
        </p>
      )}
      <KeptSignIn />
      <MethodList />
    </section>
  );
}
