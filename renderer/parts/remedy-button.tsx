import type { DoctorCheck } from '../../shared/doctor.ts';
import { remedyFor, type Remedy } from '../diagnostics-remedy.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';

const labels: Readonly<Record<Remedy, string>> = {
  protect: 'Make it private',
  refresh: 'Refresh now',
  signIn: 'Sign in again',
  deviceCode: 'Sign in with a device code',
};

/** The button for what the window itself can do about a check; nothing where that is nothing. */
export function RemedyButton(props: { check: DoctorCheck; onRemedied: () => void }) {
  const { check, onRemedied } = props;
  const commands = useCommands();
  const app = useApp();
  const remedy = remedyFor(check, app);
  if (remedy === null) return null;
  const apply = async (): Promise<void> => {
    switch (remedy) {
      case 'protect':
        if (await commands.protectStore()) onRemedied();
        return;
      case 'refresh':
        if (await commands.refresh()) onRemedied();
        return;
      case 'signIn':
        return commands.show('methods');
      case 'deviceCode':
        return commands.signIn('device');
    }
  };
  return (
    <div className="actions">
      <Button disabled={app.busy !== null || app.store.busy !== null} onClick={apply}>
        {labels[remedy]}
      </Button>
    </div>
  );
}
