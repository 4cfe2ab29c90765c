import { describe, expect, it, vi } from 'vitest';

import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import type { RestartOutcome } from '../codex-programs/server-restart.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { noticesOver } from '../testing/notices.ts';
import { codexRequests } from './codex-requests.ts';

const server = runningProgram({ kind: 'backgroundServer' });

function requestsWith(overrides: Parameters<typeof runningCodex>[0]) {
  const notices = noticesOver({ get: () => ({ kind: 'signedOut' }), onChange: () => () => {} });
  const outcome: RestartOutcome = { kind: 'restarted', message: 'It was restarted.' };
  const running = {
    get: () => runningCodex(overrides),
    lookClosely: vi.fn(() => Promise.resolve()),
    askForRestart: vi.fn(() => Promise.resolve()),
    leaveRestart: vi.fn(),
    restart: vi.fn(() => Promise.resolve(outcome)),
  };
  const answer = { kind: 'notAsked', message: 'Why.' } as const;
  const crossCheck = { ask: () => Promise.resolve(answer) };
  const requests = codexRequests({ running, crossCheck, notices, log: capturedLog() });
  return { requests, running, notices };
}

describe('what the window asks of Codex programs', () => {
  it('is a restart of the background server, whose result is a notice', async () => {
    const { requests, running, notices } = requestsWith({ programs: [server] });
    requests.restart();
    expect(running.restart).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(notices.get()).toMatchObject([{ id: 'codex-restarted' }]));
  });

  it.each([
    ['while one is under way', { programs: [server], isRestarting: true }, 'Another command'],
    ['where no server runs', { programs: [runningProgram()] }, 'No background server'],
  ])('is refused %s', (_name, overrides, words) => {
    const { requests, running } = requestsWith(overrides);
    expect(() => requests.restart()).toThrow(words);
    // The reason is shown, and no question in front of it.
    expect(running.leaveRestart).toHaveBeenCalledOnce();
    expect(running.restart).not.toHaveBeenCalled();
  });

  it('is to ask the person about a restart, and to leave it for later', async () => {
    const { requests, running } = requestsWith({ programs: [server] });
    await requests.askForRestart();
    expect(running.askForRestart).toHaveBeenCalledOnce();
    requests.leaveRestart();
    expect(running.leaveRestart).toHaveBeenCalledOnce();
    expect(running.restart).not.toHaveBeenCalled();
  });

  it('is a look, and the word of Codex itself', async () => {
    const { requests, running } = requestsWith({});
    await requests.look();
    expect(running.lookClosely).toHaveBeenCalledOnce();
    expect(await requests.ask()).toEqual({ kind: 'notAsked', message: 'Why.' });
  });
});
