import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { asOrdinaryUser } from '../testing/ordinary-user.ts';
import { activityFileIn, openActivityFile } from './activity-file.ts';

let dataFolder: string;
let file: string;
beforeEach(async () => {
  dataFolder = path.join(await temporaryFolder(), 'Gatehouse');
  const { folder, name } = activityFileIn(dataFolder);
  file = path.join(folder, name);
});

const first = activityEntry({ detail: 'first' });
const second = activityEntry({ detail: 'second' });
const third = activityEntry({ detail: 'third' });
const modeOf = (name: string) => (fs.statSync(name).mode & 0o777).toString(8);

it('has nothing before anything was recorded', async () => {
  const nothing = { entries: [], skipped: 0, unreadable: null };
  expect(await openActivityFile({ dataFolder }).read()).toEqual(nothing);
});

it('gives back what was recorded, the latest first and no more than is asked for', async () => {
  const log = openActivityFile({ dataFolder });
  for (const entry of [first, second, third]) log.record(entry);
  expect((await log.read()).entries).toEqual([third, second, first]);
  expect((await log.read(2)).entries).toEqual([third, second]);
});

it.skipIf(process.platform === 'win32')('can be read by the user alone', () => {
  openActivityFile({ dataFolder }).record(first);
  expect(modeOf(path.dirname(file))).toBe('700');
  expect(modeOf(file)).toBe('600');
});

it('goes on after a line that a crash has torn', async () => {
  const log = openActivityFile({ dataFolder });
  log.record(first);
  fs.appendFileSync(file, JSON.stringify(second).slice(0, 30));
  log.record(third);
  expect(await log.read()).toEqual({ entries: [third, first], skipped: 1, unreadable: null });
});

it('reads across the files that were put away, and keeps three of them', async () => {
  const log = openActivityFile({ dataFolder, maxBytes: 150 });
  const entries = ['a', 'b', 'c', 'd', 'e', 'f'].map((detail) => activityEntry({ detail }));
  for (const entry of entries) log.record(entry);
  expect(fs.readdirSync(path.dirname(file)).sort()).toEqual([
    'activity.1.jsonl',
    'activity.2.jsonl',
    'activity.3.jsonl',
    'activity.jsonl',
  ]);
  expect((await log.read()).entries).toEqual(entries.slice(2).toReversed());
});

it('never throws: what was done stays done, though it cannot be recorded', async () => {
  fs.writeFileSync(dataFolder, 'a file in the place of the folder');
  const log = openActivityFile({ dataFolder });
  expect(() => log.record(first)).not.toThrow();
  expect((await log.read()).entries).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('a log that cannot be read', () => {
  const log = () => openActivityFile({ dataFolder });
  const notRegular = 'it is not a regular file';

  it.each([
    ['a pipe', () => void execFileSync('mkfifo', [file]), notRegular],
    ['a folder', () => fs.mkdirSync(file), notRegular],
    ['a device', () => fs.symlinkSync('/dev/zero', file), notRegular],
    ['far too large', () => fs.truncateSync(file, 2 ** 40), 'it is larger than 16 MiB'],
    ['a link to nothing', () => fs.symlinkSync('nowhere', file), 'it is a link that leads nowhere'],
    ['a link in a circle', () => fs.symlinkSync(file, file), 'its links lead in a circle'],
  ])('is named where it is %s, and nothing waits for it', async (_, make, reason) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (reason.includes('larger')) fs.writeFileSync(file, '');
    make();
    expect(await log().read()).toEqual({
      entries: [],
      skipped: 0,
      unreadable: `${file} cannot be read: ${reason}.`,
    });
  });

  it.each(['a pipe', 'a device'])('is not written to where it is %s', (kind) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (kind === 'a pipe') execFileSync('mkfifo', [file]);
    else fs.symlinkSync('/dev/null', file);
    for (let entry = 0; entry < 1000; entry += 1) log().record(first);
    expect(fs.statSync(file).isFile()).toBe(false);
  });

  it('is named where it is of another user, and so is its folder', async () => {
    log().record(first);
    fs.chmodSync(dataFolder, 0o711);
    fs.chmodSync(path.dirname(dataFolder), 0o711);
    const asAnother = () => asOrdinaryUser(() => log().read());
    const denied = `${file} cannot be read: permission is denied.`;
    expect(await asAnother()).toMatchObject({ entries: [], unreadable: denied });
    fs.chmodSync(path.dirname(file), 0o711);
    fs.chmodSync(file, 0o000);
    expect(await asAnother()).toMatchObject({ entries: [], unreadable: denied });
  });

  it('still tells what another of its files has', async () => {
    log().record(first);
    fs.mkdirSync(file.replace('.jsonl', '.1.jsonl'));
    const { entries, unreadable } = await log().read();
    expect(entries).toEqual([first]);
    expect(unreadable).toContain('activity.1.jsonl cannot be read');
  });

  it.each([
    ['a file', () => fs.writeFileSync(path.dirname(file), '')],
    ['a link to nothing', () => fs.symlinkSync('nowhere', path.dirname(file))],
    ['a link in a circle', () => fs.symlinkSync(path.dirname(file), path.dirname(file))],
  ])('is named where %s stands in the place of its folder', async (_, make) => {
    fs.mkdirSync(dataFolder, { recursive: true });
    make();
    expect((await log().read()).unreadable).toContain('cannot be used');
  });
});

describe('where a program died while it put files away', () => {
  const lockedSince = (ageMs: number) => {
    const lock = `${file}.rotating`;
    fs.writeFileSync(lock, '');
    const since = new Date(Date.now() - ageMs);
    fs.utimesSync(lock, since, since);
  };

  it('others write on, and put away once it is sure that it is dead', () => {
    const log = openActivityFile({ dataFolder, maxBytes: 150 });
    const older = path.join(path.dirname(file), 'activity.1.jsonl');
    log.record(first);
    lockedSince(0);
    log.record(second);
    expect(fs.existsSync(older)).toBe(false);
    lockedSince(60_000);
    log.record(third);
    log.record(third);
    expect(fs.existsSync(older)).toBe(true);
    expect(fs.existsSync(`${file}.rotating`)).toBe(false);
  });
});

describe('several programs at once', () => {
  let outDir: string;
  beforeAll(async () => {
    outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-activity-'));
    // Node runs no TypeScript by itself.
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir,
        ssr: path.join(import.meta.dirname, '../testing/activity-writer.ts'),
        rolldownOptions: { output: { format: 'es', entryFileNames: 'activity-writer.mjs' } },
      },
      ssr: { noExternal: true },
    });
  }, 60_000);
  afterAll(() => fs.rmSync(outDir, { recursive: true, force: true }));

  const writers = ['w1', 'w2', 'w3', 'w4'];
  const perWriter = 300;
  const run = (maxBytes: number) =>
    Promise.all(
      writers.map(async (name) => {
        const script = path.join(outDir, 'activity-writer.mjs');
        const args = [script, dataFolder, name, `${perWriter}`, `${maxBytes}`];
        const [code] = (await once(spawn(process.execPath, args), 'exit')) as [number];
        expect(code).toBe(0);
      }),
    );

  it('lose nothing and cut into no line of each other', async () => {
    await run(1024 * 1024);
    const { entries, skipped } = await openActivityFile({ dataFolder }).read();
    expect(skipped).toBe(0);
    expect(entries).toHaveLength(writers.length * perWriter);
  }, 30_000);

  it('put files away in turns: no line is torn, and what is kept is the latest', async () => {
    await run(8 * 1024);
    const { entries, skipped } = await openActivityFile({ dataFolder }).read();
    expect(skipped).toBe(0);
    for (const name of writers) {
      const numbers = entries
        .filter(({ account }) => account === name)
        .map(({ detail }) => Number(detail?.slice(1)))
        .reverse();
      const from = numbers[0] ?? perWriter;
      expect(numbers).toEqual(Array.from({ length: perWriter - from }, (_, at) => from + at));
    }
    expect(entries.length).toBeGreaterThan(100);
    expect(fs.existsSync(`${file}.rotating`)).toBe(false);
  }, 30_000);
});
