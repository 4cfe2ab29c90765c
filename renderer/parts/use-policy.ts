import { useEffect, useState } from 'react';

import type { PolicyReport } from '../../shared/policy.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';

/** The rules of this machine, read again whenever they may say otherwise; null until they were. */
export function usePolicy(): PolicyReport | null {
  const { readPolicy } = useCommands();
  const { changes } = useApp().policy;
  const [report, setReport] = useState<PolicyReport | null>(null);
  useEffect(() => {
    let isWanted = true;
    void readPolicy().then((read) => {
      if (isWanted && read !== null) setReport(read);
    });
    return () => {
      isWanted = false;
    };
  }, [changes, readPolicy]);
  return report;
}
