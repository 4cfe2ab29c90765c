import { useApp } from '../gatehouse-context.ts';
import { Spinner } from './spinner.tsx';

const words = {
  refreshing: 'Refreshing the access token…',
  signingOut: 'Signing out…',
  changingKept: 'Changing a kept sign-in…',
} as const;

/** Says what is under way besides a sign-in. Its live region is always there. */
export function BusyLine() {
  const { busy } = useApp();
  return (
    <div role="status">
      {busy !== null && (
        <p className="busy">
          <Spinner />
          <span>{words[busy]}</span>
        </p>
      )}
    </div>
  );
}
