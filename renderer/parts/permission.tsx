import { useId } from 'react';

import type { Permission } from '../../shared/permissions.ts';
import { useApp } from '../gatehouse-context.ts';
import { Note } from './note.tsx';

/** What the buttons that need a permission take, and what `RuleReason` says beside them. */
export function usePermission(name: Permission) {
  const reason = useApp().policy.forbidden[name];
  const id = useId();
  const isOff = reason !== null;
  return {
    button: {
      disabled: isOff,
      describedBy: isOff ? id : undefined,
      state: isOff ? 'forbidden' : 'allowed',
    },
    reason: { id, reason },
  };
}

/** Why a rule keeps something off; nothing where none does. `id` is what the button refers to. */
export function RuleReason({ id, reason }: { id: string; reason: string | null }) {
  return (
    reason !== null && (
      <Note id={id} icon="lock">
        {reason}
      </Note>
    )
  );
}
