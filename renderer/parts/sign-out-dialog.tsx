import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before a sign-in is revoked everywhere. */
export function SignOutDialog(props: { open: boolean; onKeep: () => void; onConfirm: () => void }) {
  return (
    <ConfirmDialog
      open={props.open}
      title="Sign out everywhere?"
      text="This revokes the sign-in on every device that shares it, and it cannot be undone."
      keepLabel="Keep me signed in"
      confirmLabel="Sign out everywhere"
      confirmKind="danger"
      onKeep={props.onKeep}
      onConfirm={props.onConfirm}
    />
  );
}
