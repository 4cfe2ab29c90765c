import { nothingRuns, type RunningCodex, type RunningProgram } from '../running-codex.ts';

const ada = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  accountId: 'W',
  workspaceName: null,
} as const;

/** On a system that shows programs, where ada's sign-in is stored and nothing runs. */
export function runningCodex(overrides: Partial<RunningCodex> = {}): RunningCodex {
  return { ...nothingRuns, areShown: true, stored: ada, ...overrides };
}

/** A terminal that uses ada's sign-in. */
export function runningProgram(overrides: Partial<RunningProgram> = {}): RunningProgram {
  return {
    pid: 4711,
    kind: 'terminal',
    startedAt: Date.UTC(2026, 0, 1),
    home: 'this',
    isServed: false,
    uses: { how: 'told', who: ada, next: null },
    differs: false,
    ...overrides,
  };
}
