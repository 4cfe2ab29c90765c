import { accountPageTexts } from '../../shared/texts/account-page.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { Button } from '../parts/button.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { useCommands, useMirror } from '../gatehouse-context.ts';
import { errorTitle } from '../wording/error-text.ts';

/** Before the first snapshot, and while the stored sign-in is being read. */
export function LoadingView() {
  const commands = useCommands();
  const app = useMirror((mirror) => mirror.app);
  const error = useMirror((mirror) => mirror.requestError);
  if (app === null && error !== null) {
    return (
      <section className="stack">
        <ViewHeading>{errorTitle(error.code)}</ViewHeading>
        <p className="lead" role="alert">
          {error.message}
        </p>
        <div className="actions">
          <Button kind="primary" onClick={commands.load}>
            {buttonTexts.tryAgain()}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className="progress">
      <Spinner />
      <ViewHeading>{accountPageTexts.loading()}</ViewHeading>
    </section>
  );
}
