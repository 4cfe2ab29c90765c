import { useId } from 'react';

import { useApp } from '../gatehouse-context.ts';

/** What the buttons that export and copy reports need of the rule about it, and its reason. */
export function useExportRule() {
  const { export: reason } = useApp().policy.refusals;
  const id = useId();
  const isOff = reason !== null;
  return {
    button: { disabled: isOff, describedBy: isOff ? id : undefined },
    reason: { id, reason },
  };
}
