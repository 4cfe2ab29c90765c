import { useEffect, useState } from 'react';

import type { PolicyCandidate, PolicyPreview } from '../../shared/policy.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';

/**
 * What a candidate would do, told again whenever the rules or the sign-in here may be
 * others; null where there is no candidate, or until it is known.
 */
export function usePreview(candidate: PolicyCandidate | null): PolicyPreview | null {
  const { previewPolicy } = useCommands();
  const { changes } = useApp().policy;
  const [preview, setPreview] = useState<PolicyPreview | null>(null);
  useEffect(() => {
    if (candidate === null) return;
    let isWanted = true;
    void previewPolicy(candidate).then((found) => {
      if (isWanted && found !== null) setPreview(found);
    });
    return () => {
      isWanted = false;
    };
  }, [candidate, changes, previewPolicy]);
  return candidate === null ? null : preview;
}
