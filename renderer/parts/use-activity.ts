import { useEffect, useState } from 'react';

import type { ActivityPage } from '../../shared/activity.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';

/** The activity log, read again whenever there may be something new; null until it was read. */
export function useActivity(): ActivityPage | null {
  const { readActivity } = useCommands();
  const { changes } = useApp().activity;
  const [page, setPage] = useState<ActivityPage | null>(null);
  useEffect(() => {
    let isWanted = true;
    void readActivity().then((read) => {
      if (isWanted && read !== null) setPage(read);
    });
    return () => {
      isWanted = false;
    };
  }, [changes, readActivity]);
  return page;
}
