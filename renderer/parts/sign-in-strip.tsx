import { signingInTexts } from '../../shared/texts/signing-in.ts';
import { isOnAccount } from '../store.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { messageWith } from './message-with.tsx';
import { Spinner } from './spinner.tsx';

const texts = signingInTexts.elsewhereShown;

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
            {signIn.kind === 'waitingForDevice'
              ? messageWith(texts.waitingForDevice, {
                  code: <bdi className="strip__code">{signIn.userCode}</bdi>,
                })
              : texts[signIn.kind]()}
          </p>
          <Button testId="sign-in-show" kind="quiet" onClick={() => commands.show('home')}>
            {texts.show()}
          </Button>
        </div>
      )}
    </div>
  );
}
