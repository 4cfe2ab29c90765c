import { expect, it } from 'vitest';

import { activityOutcomeSchema } from '../../shared/activity.ts';

import { restartCode, restartOutcome, type RestartEnd } from './server-restart.ts';

// As Codex CLI 0.171.0 prints it.
const said = { status: 'restarted', backend: 'pid', pid: 17025, cliVersion: '0.171.0' };
const byHand = 'Run this in a terminal: codex app-server daemon restart';

it.each<readonly [RestartEnd, string, RegExp | string]>([
  [{ kind: 'ended', exitCode: 0, said }, 'restarted', /was restarted\.$/],
  [{ kind: 'ended', exitCode: 1, said: undefined }, 'failed', byHand],
  [{ kind: 'ended', exitCode: 0, said: { status: 'stopped' } }, 'failed', byHand],
  [{ kind: 'ended', exitCode: 0, said: undefined }, 'failed', byHand],
  [{ kind: 'failed' }, 'failed', byHand],
  [{ kind: 'noProgram' }, 'noProgram', byHand],
  [{ kind: 'tooOld', version: '0.170.0' }, 'tooOld', `Codex 0.170.0. ${byHand}`],
  [{ kind: 'tooOld', version: null }, 'tooOld', 'this version of Codex'],
  [{ kind: 'slow' }, 'slow', 'still under way'],
])('%j is %s', (end, kind, words) => {
  const outcome = restartOutcome(end);
  expect(outcome.kind).toBe(kind);
  if (typeof words === 'string') expect(outcome.message).toContain(words);
  else expect(outcome.message).toMatch(words);
  const code = restartCode(outcome);
  expect(activityOutcomeSchema.parse(code)).toBe(code);
  expect(code === 'done').toBe(kind === 'restarted');
});
