import { useEffect, useState } from 'react';

import type { DoctorReport } from '../../shared/doctor.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';

/** What the doctor finds, from when this is first used. */
export function useDiagnostics() {
  const { runDoctor } = useCommands();
  const isIdle = useApp().busy === null;
  const [asked, setAsked] = useState({ times: 1, whenIdle: false });
  const [answer, setAnswer] = useState<{ times: number; report: DoctorReport | null }>({
    times: 0,
    report: null,
  });
  const isRunning = answer.times < asked.times;
  const isDue = isRunning && (isIdle || !asked.whenIdle);
  useEffect(() => {
    if (!isDue) return;
    let isWanted = true;
    void runDoctor().then((report) => {
      if (!isWanted) return;
      setAnswer((held) => ({ times: asked.times, report: report ?? held.report }));
    });
    return () => {
      isWanted = false;
    };
  }, [asked, isDue, runDoctor]);
  const ask = (whenIdle: boolean) => setAsked(({ times }) => ({ times: times + 1, whenIdle }));
  return {
    report: answer.report,
    isRunning,
    run: () => ask(false),
    /** Runs when the command that is under way, if any, has ended. */
    runWhenIdle: () => ask(true),
  };
}
