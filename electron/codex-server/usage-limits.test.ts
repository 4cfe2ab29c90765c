import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { privateFolder } from '../files/private-folder.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { dayMs, hourMs, minuteMs } from '../testing/credentials.ts';
import { answered, answering, asAccount } from '../testing/scratch-answers.ts';
import type { ScratchAnswer } from './scratch-codex.ts';
import { UsageLimits } from './usage-limits.ts';

const start = 1_000 * dayMs;

const used = (usedPercent: number, accountId = 'ws-1'): ScratchAnswer<unknown> =>
  answered('account/rateLimits/read', {
    accountId,
    rateLimits: { primary: { usedPercent }, secondary: null },
  });
const failed = (status: number | null, code = 'refused' as const): ScratchAnswer<unknown> => ({
  kind: 'failed',
  code,
  status,
});

async function owner(...answers: readonly ScratchAnswer<unknown>[]) {
  const folder = await temporaryFolder();
  const scratch = answering(answers);
  const world = { now: start, as: asAccount('ws-1') };
  const open = async () => {
    const opened = new UsageLimits({
      folder: privateFolder(folder),
      askScratch: scratch.ask,
      askedAs: () => world.as,
      now: () => world.now,
      log: capturedLog(),
    });
    await opened.load();
    return opened;
  };
  const stored = () => readFile(path.join(folder, 'usage.json'), 'utf8');
  return { world, scratch, open, stored, usage: await open() };
}

const percentOf = (usage: UsageLimits) => usage.get().reading?.windows[0]?.usedPercent ?? null;

describe('usage limits', () => {
  it('are read at most every ten minutes, by all programs together', async () => {
    const { usage, open, scratch, world } = await owner(used(1), used(2));
    await Promise.all([usage.look(), usage.look()]);
    world.now += 10 * minuteMs - 1;
    const other = await open();
    await other.look();
    expect([percentOf(usage), percentOf(other), scratch.asked.length]).toEqual([1, 1, 1]);
    world.now += 1;
    await other.look();
    await usage.look();
    expect([percentOf(usage), percentOf(other), scratch.asked.length]).toEqual([2, 2, 2]);
  });

  it.each([
    [401, 'refused', hourMs],
    [403, 'refused', hourMs],
    [429, 'too-many-requests', hourMs],
    [500, 'failed', 10 * minuteMs],
    [null, 'failed', 10 * minuteMs],
  ])('are left alone after %j, while the last reading stays', async (status, code, waitMs) => {
    const { usage, scratch, world } = await owner(used(1), failed(status), used(2));
    await usage.look();
    world.now += hourMs;
    const nextAt = world.now + waitMs;
    await usage.look();
    expect(usage.get()).toMatchObject({
      reading: { readAt: start },
      problem: { code, codexVersion: null, nextAt },
    });
    world.now = nextAt - 1;
    await usage.look();
    expect(scratch.asked).toHaveLength(2);
    world.now = nextAt;
    await usage.look();
    expect(usage.get()).toMatchObject({ reading: { readAt: nextAt }, problem: null });
  });

  it('wait longer with each failure, and no longer after an answer', async () => {
    const { usage, world } = await owner(failed(429), failed(429), used(1), failed(429));
    const waits: (number | null)[] = [];
    for (let look = 0; look < 4; look += 1) {
      await usage.look();
      const { nextAt = null } = usage.get().problem ?? {};
      waits.push(nextAt && nextAt - world.now);
      world.now = nextAt ?? world.now + hourMs;
    }
    expect(waits).toEqual([hourMs, 2 * hourMs, null, hourMs]);
  });

  it.each([
    [{ kind: 'offline' } as const, 'offline', null],
    [{ kind: 'noProgram' } as const, 'no-codex', null],
    [{ kind: 'untested', version: '0.1.0' } as const, 'untested-codex', '0.1.0'],
  ])('are asked for at the next look where it was %o', async (answer, code, codexVersion) => {
    const { usage } = await owner(answer, used(1));
    await usage.look();
    expect(usage.get().problem).toEqual({ code, codexVersion, nextAt: null });
    await usage.look();
    expect(usage.get().problem).toBeNull();
  });

  it('are those of the account in use alone, also of two people in one workspace', async () => {
    const { usage, world, stored } = await owner(used(1), failed(429), used(3));
    await usage.look();
    world.as = asAccount('ws-1', 'user-grace');
    expect(usage.get()).toEqual({ reading: null, problem: null });
    await usage.look();
    expect(await stored()).not.toContain('usedPercent');
    // What was refused to one of them is not forgotten by going to and fro.
    world.as = asAccount('ws-1');
    world.now += 10 * minuteMs;
    await usage.look();
    world.as = asAccount('ws-1', 'user-grace');
    await usage.look();
    expect(usage.get()).toMatchObject({ reading: null, problem: { code: 'too-many-requests' } });
  });

  it('are none where the answer is of another account', async () => {
    const { usage } = await owner(used(1, 'ws-2'));
    expect(await usage.look()).toMatchObject({ reading: null, problem: { code: 'failed' } });
  });

  it('say why nobody is asked, and keep the reading while only the token has ended', async () => {
    const { usage, world, scratch } = await owner(used(1));
    await usage.look();
    const { account } = world.as;
    world.as = { kind: 'notAsked', because: 'token-ended', account };
    expect(await usage.look()).toMatchObject({ reading: {}, problem: { code: 'token-ended' } });
    world.as = { kind: 'notAsked', because: 'no-chatgpt-sign-in', account: null };
    expect(await usage.look()).toMatchObject({
      reading: null,
      problem: { code: 'no-chatgpt-sign-in' },
    });
    expect(scratch.asked).toHaveLength(1);
  });

  it('are forgotten with a word, but for what is to be respected', async () => {
    const { usage, stored, world } = await owner(used(1), failed(403));
    await usage.look();
    await usage.forget();
    expect(percentOf(usage)).toBeNull();
    expect(await stored()).not.toContain('usedPercent');
    world.now += hourMs;
    await usage.look();
    await usage.forget();
    expect(usage.get().problem).toMatchObject({ code: 'refused' });
  });

  it('tell that they are being asked for', async () => {
    const { usage } = await owner(used(1));
    const seen: boolean[] = [];
    const listener = vi.fn(() => seen.push(usage.isAsking()));
    usage.onChange(listener);
    await usage.look();
    expect(seen).toEqual([true, false]);
  });
});
