import type { RunningApp } from './running-app.ts';

/** Of a test, as far as it decides about its trace. */
export interface TracedTest {
  /** As in the configuration of @playwright/test. */
  readonly mode: string;
  /** 0 for the first try. */
  readonly retry: number;
}

/** Whether a test is recorded, in the words of @playwright/test. */
export function isTraced({ mode, retry }: TracedTest): boolean {
  switch (mode) {
    case 'on':
    case 'retain-on-failure':
    case 'retain-on-failure-and-retries':
      return true;
    case 'retain-on-first-failure':
      return retry === 0;
    case 'on-first-retry':
      return retry === 1;
    case 'on-all-retries':
      return retry > 0;
    default:
      return false;
  }
}

/** Whether the trace of a recorded test is kept. */
export function isTraceKept({ mode, retry }: TracedTest, hasFailed: boolean): boolean {
  if (mode === 'retain-on-failure-and-retries') return hasFailed || retry > 0;
  return !mode.startsWith('retain') || hasFailed;
}

/** Records pictures and the page's content with each step, which the runner does for no Electron app. */
export async function startTrace({ electron }: RunningApp): Promise<void> {
  await electron.context().tracing.start({ screenshots: true, snapshots: true, sources: true });
}

/** Ends it. @param file a zip file for `npx playwright show-trace`; null throws the trace away. */
export async function stopTrace({ electron }: RunningApp, file: string | null): Promise<void> {
  await electron.context().tracing.stop(file === null ? {} : { path: file });
}
