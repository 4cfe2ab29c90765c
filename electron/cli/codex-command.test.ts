import { describe, expect, it, vi } from 'vitest';

import type { CrossCheckResult } from '../../shared/cross-check.ts';
import type { RunningCodex } from '../../shared/running-codex.ts';
import { runningCodex, runningProgram } from '../../shared/testing/running-codex.ts';
import type { RestartOutcome } from '../codex-programs/server-restart.ts';
import type { Core } from '../core.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { parseArguments } from './arguments.ts';
import { runCodexCommand } from './codex-command.ts';

const bob = {
  kind: 'chatgpt',
  email: 'bob@example.com',
  accountId: 'W',
  workspaceName: null,
} as const;
const outdated = runningProgram({
  kind: 'backgroundServer',
  uses: { how: 'asked', who: bob },
  differs: true,
});
const restarted: RestartOutcome = { kind: 'restarted', message: 'It was restarted.' };

interface World {
  readonly found: RunningCodex;
  readonly outcome?: RestartOutcome;
  readonly answer?: CrossCheckResult;
}

async function run(words: readonly string[], { found, outcome = restarted, answer }: World) {
  const { terminal, said } = capturedTerminal();
  const parsed = parseArguments(['codex', ...words]);
  if (!parsed.ok) return { exitCode: null, out: '', err: parsed.message, restart: vi.fn() };
  if (parsed.command.name !== 'codex') throw new TypeError(parsed.command.name);
  let now = found;
  const restart = vi.fn(() => {
    if (outcome.kind === 'restarted') now = runningCodex({ programs: [runningProgram()] });
    return Promise.resolve(outcome);
  });
  const core = {
    running: { get: () => now, lookClosely: () => Promise.resolve(), restart },
    crossCheck: { ask: () => Promise.resolve(answer) },
  } as unknown as Pick<Core, 'running' | 'crossCheck'>;
  const exitCode = await runCodexCommand(core, terminal, parsed.command);
  return { exitCode, out: said.out.join('\n'), err: said.err.join('\n'), restart };
}

describe('gatehouse codex', () => {
  it.each([
    [runningCodex({ areShown: false }), 'This system does not show other programs.'],
    [runningCodex(), 'No Codex program runs with this home.'],
    [
      runningCodex({ programs: [runningProgram()] }),
      'Codex in a terminal (process 4711), since 2026-01-01T00:00:00.000Z: ada@example.com',
    ],
  ])('tells what runs: %#', async (found, text) => {
    expect(await run([], { found })).toMatchObject({ exitCode: 0, out: text });
  });

  it('tells what to do where the background server uses another account', async () => {
    const found = runningCodex({ programs: [outdated], serverVariables: ['CODEX_ACCESS_TOKEN'] });
    const { out } = await run([], { found });
    expect(out).toContain('bob@example.com');
    expect(out).toContain('It was started with CODEX_ACCESS_TOKEN set');
    expect(out).toMatch(/Restart it: gatehouse codex restart$/);
  });

  it.each([['restart', 'now'], ['--now'], ['stop'], ['ask', '--now']])(
    'does not take %j %j',
    async (...words) => {
      const { exitCode, err } = await run(words, { found: runningCodex() });
      expect(exitCode).toBeNull();
      expect(err).toContain('Usage: gatehouse codex [restart');
    },
  );
});

describe('gatehouse codex restart', () => {
  const idle = runningCodex({ programs: [outdated], isServerBusy: false });
  it('says what it costs, and restarts the server where it does nothing', async () => {
    const { exitCode, out, err, restart } = await run(['restart'], { found: idle });
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: 'It was restarted.' });
    expect(err).toContain('Codex is not working on anything.');
    expect(restart).toHaveBeenCalledOnce();
  });

  it.each([true, null])('waits for a person where it is at work: %j', async (isServerBusy) => {
    const found = { ...idle, isServerBusy };
    const refused = await run(['restart'], { found });
    expect(refused.exitCode).toBe(5);
    expect(refused.err).toMatch(/^Nothing was restarted\..+up to a minute.+--now$/);
    expect(refused.restart).not.toHaveBeenCalled();
    const { exitCode, restart } = await run(['restart', '--now'], { found });
    expect(exitCode).toBe(0);
    expect(restart).toHaveBeenCalledOnce();
  });

  it('is done where there is no server', async () => {
    const { exitCode, out, restart } = await run(['restart'], { found: runningCodex() });
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: 'No background server of Codex runs with this home.',
    });
    expect(restart).not.toHaveBeenCalled();
  });

  it.each([
    ['failed', 4],
    ['noProgram', 4],
    ['tooOld', 4],
    ['slow', 5],
  ] as const)('that is %s ends with %j', async (kind, code) => {
    const outcome = { kind, message: 'Why.' };
    const { exitCode, err } = await run(['restart'], { found: idle, outcome });
    expect(exitCode).toBe(code);
    expect(err).toMatch(/Why\.$/);
  });
});

describe('gatehouse codex ask', () => {
  const fact = { about: 'account', codex: 'ada', gatehouse: 'bob', agrees: false } as const;
  const asked = { kind: 'asked', version: '0.171.0', facts: [fact] } as const;
  it('tells both words, and a difference by its exit code', async () => {
    const answer = { ...asked, facts: [fact], agrees: false, advice: 'Do this.' };
    const { exitCode, out } = await run(['ask'], { found: runningCodex(), answer });
    expect(exitCode).toBe(4);
    expect(out).toMatch(/Codex says: +ada\n +Gatehouse says: +bob\n +They differ\.\nDo this\.\n/);
  });

  it('tells what differs first, with what to do', async () => {
    const same = { ...fact, about: 'loginMethods', codex: 'ChatGPT', agrees: true } as const;
    const answer = { ...asked, facts: [same, fact], agrees: false, advice: 'Do this.' };
    const { out } = await run(['ask'], { found: runningCodex(), answer });
    expect(out).toMatch(/^Account\n.+ada\n.+bob\n +They differ\.\nDo this\.\nWays to sign in\n/);
  });

  it.each([true, null])('ends well where they do not differ: %j', async (agrees) => {
    const answer = { ...asked, facts: [{ ...fact, agrees }], agrees, advice: null };
    const { exitCode, out } = await run(['ask'], { found: runningCodex(), answer });
    expect(exitCode).toBe(0);
    expect(out).not.toContain('differ');
  });

  it('says why Codex was not asked', async () => {
    const answer = { kind: 'notAsked', message: 'Offline.' } as const;
    const found = runningCodex();
    expect(await run(['ask'], { found, answer })).toMatchObject({ exitCode: 5, err: 'Offline.' });
  });
});
