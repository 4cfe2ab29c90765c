import type { SignInMethod } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { KeptSignIn } from '../parts/kept-sign-in.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

const starting: Record<SignInMethod, { title: string; text: string }> = {
  browser: {
    title: 'Preparing the sign-in…',
    text: 'The sign-in page is about to open in your browser.',
  },
  device: { title: 'Asking for a code…', text: 'The sign-in service is asked for a device code.' },
  apiKey: { title: 'Checking the login rules…', text: 'The key is saved if the rules allow it.' },
};

const finishing: Record<SignInMethod, string> = {
  browser: 'The answer of your browser is being checked and saved.',
  device: 'Your answer is being checked and saved.',
  apiKey: 'The API key is being saved.',
};

/** A sign-in has been asked for; nothing can be done yet but to cancel it. */
export function StartingView({ method }: { method: SignInMethod }) {
  return <Progress title={starting[method].title} text={starting[method].text} />;
}

/** The person has answered; the rest goes by itself. */
export function FinishingView({ method }: { method: SignInMethod }) {
  return <Progress title="Finishing the sign-in…" text={finishing[method]} />;
}

function Progress({ title, text }: { title: string; text: string }) {
  const commands = useCommands();
  return (
    <section className="progress">
      <Spinner />
      <ViewHeading>{title}</ViewHeading>
      <p className="lead">{text}</p>
      <KeptSignIn />
      <Button onClick={commands.cancelSignIn}>Cancel</Button>
    </section>
  );
}
