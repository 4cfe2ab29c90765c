import type { SavedAccount } from '../../shared/saved-accounts.ts';
import { useApp } from '../gatehouse-context.ts';
import { RenameButton } from './rename-button.tsx';

/** What the person calls the account in use; nothing where it has no name of its own. */
export function LabelInUse() {
  const label = useAccountInUse()?.label ?? null;
  return (
    label !== null && (
      <p className="account__label">
        <bdi>{label}</bdi>
      </p>
    )
  );
}

export function RenameInUse() {
  const account = useAccountInUse();
  const { busy } = useApp();
  return (
    account !== null && (
      <div className="account__rename">
        <RenameButton
          testId="account-rename"
          kind="quiet"
          account={account}
          disabled={busy !== null}
        />
      </div>
    )
  );
}

function useAccountInUse(): SavedAccount | null {
  const { accounts } = useApp().accounts;
  return accounts.find(({ state }) => state.kind === 'inUse') ?? null;
}
