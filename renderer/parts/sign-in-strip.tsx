import { isOnAccount } from '../store.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';

/** Tells of a sign-in under way where another section than the account is shown. */
export function SignInStrip() {
  const commands = useCommands();
  const { signIn } = useApp();
  const isShown = useMirror(({ screen }) => !isOnAccount(screen)) && signIn.kind !== 'idle';
  return (
    <div role="status">
      {isShown && (
        <div className="strip" data-testid="sign-in-strip" data-state={signIn.kind}>
          {signIn.kind === 'failed' ? <Icon name="error" /> : <Spinner />}
          <p className="strip__text">
            {signIn.kind === 'waitingForDevice' ? (
              <>
                Enter <bdi className="strip__code">{signIn.userCode}</bdi> on the sign-in page.
              </>
            ) : (
              texts[signIn.kind]
            )}
          </p>
          <Button testId="sign-in-show" kind="quiet" onClick={() => commands.show('home')}>
            Show sign-in
          </Button>
        </div>
      )}
    </div>
  );
}

const texts = {
  starting: 'The sign-in is starting.',
  waitingForBrowser: 'Finish signing in in your browser.',
  finishing: 'Finishing the sign-in.',
  failed: 'The sign-in failed.',
} as const;
