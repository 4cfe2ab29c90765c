import type { BackgroundServer } from '../codex-programs/running-codex.ts';

/** None runs, and none can be started. */
export const noBackgroundServer: BackgroundServer = {
  ask: () => Promise.resolve(null),
  variablesOf: () => Promise.resolve(null),
  restart: () => Promise.resolve({ kind: 'noProgram', message: 'There is no codex.' }),
};
