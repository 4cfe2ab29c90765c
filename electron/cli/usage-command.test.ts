import { describe, expect, it } from 'vitest';

import type { ScratchAnswer } from '../codex-server/scratch-codex.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { ada, chatgptDocument, hourMs, testNow } from '../testing/credentials.ts';
import { answered, answering } from '../testing/scratch-answers.ts';
import { runUsage } from './usage-command.ts';

const base = 'chatgpt_base_url = "https://chat.example.com/backend-api"\n';
const resetsAt = Math.floor((testNow + hourMs) / 1000);
const answer = answered('account/rateLimits/read', {
  rateLimits: {
    primary: { usedPercent: 42, windowDurationMins: 300, resetsAt },
    secondary: { usedPercent: 7, windowDurationMins: 10_080, resetsAt: 1 },
    credits: { hasCredits: true, unlimited: true },
  },
});

async function usage(
  answers: readonly ScratchAnswer<unknown>[],
  { json = false, rule = '', isSignedIn = true } = {},
) {
  const home = await codexHomeInTest(isSignedIn ? chatgptDocument() : undefined);
  const scratch = answering(answers);
  const systemSettings = {
    '/etc/codex/config.toml': base,
    '/etc/codex/requirements.toml': rule,
  };
  const { core } = await coreInTest(home, { askScratch: scratch.ask, systemSettings });
  const { terminal, said } = capturedTerminal();
  const exitCode = await runUsage(core, () => testNow, terminal, { json });
  return { exitCode, out: said.out.join('\n'), err: said.err.join('\n'), asked: scratch.asked };
}

describe('gatehouse usage', () => {
  it('tells what is left, and nothing of what was reset since', async () => {
    const { exitCode, out, err } = await usage([answer]);
    expect(out.split('\n')).toEqual([
      `Usage limits of ${ada.email} in ${ada.workspaceId}`,
      `  5-hour limit: 42% used, 58% left, resets ${new Date(resetsAt * 1000).toISOString()}`,
      '  Weekly limit: reset since it was read',
      '  Credits: unlimited',
      `  Read: ${new Date(testNow).toISOString()}`,
    ]);
    expect([exitCode, err]).toEqual([0, '']);
  });

  it('says as every command that nobody is signed in, and asks nobody', async () => {
    const { exitCode, err, asked } = await usage([], { isSignedIn: false });
    expect([exitCode, err]).toEqual([1, 'Not signed in. Run "gatehouse login".']);
    expect(asked).toEqual([]);
    const { out } = await usage([], { isSignedIn: false, json: true });
    expect(JSON.parse(out)).toMatchObject({ problem: { code: 'no-chatgpt-sign-in' } });
  });

  it('says so where there is no limit', async () => {
    const { out } = await usage([answered('account/rateLimits/read', { rateLimits: {} })]);
    expect(out).toContain('ChatGPT names no limit for this account');
  });

  it('has no percents in JSON for what was reset since', async () => {
    const { out } = await usage([answer], { json: true });
    expect(JSON.parse(out)).toMatchObject({
      windows: [
        { usedPercent: 42, leftPercent: 58 },
        { name: 'Weekly limit', usedPercent: null, leftPercent: null },
      ],
    });
  });

  it('ends with 5 where they are not available now', async () => {
    const { exitCode, out, err } = await usage([{ kind: 'noProgram' }]);
    expect([exitCode, out]).toEqual([5, '']);
    expect(err).toMatch(/^No Codex CLI was found/);
  });

  it.each([
    ['allow_usage_limits = false', 3, 'Reading usage limits is not allowed on this device'],
    ['allow_usage_limits = "no"', 6, 'The rules are not known'],
  ])('asks nothing where a rule says %s', async (line, expected, text) => {
    const { exitCode, err, asked } = await usage([], { rule: `[gatehouse]\n${line}\n` });
    expect([exitCode, asked]).toEqual([expected, []]);
    expect(err).toContain(text);
  });
});
