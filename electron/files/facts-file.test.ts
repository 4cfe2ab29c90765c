import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { FactsFile } from './facts-file.ts';
import { privateFolder } from './private-folder.ts';

const schema = z.looseObject({ version: z.literal(1), count: z.number() });
const none: z.infer<typeof schema> = { version: 1, count: 0 };

async function factsFile(text: string | null = null) {
  const folder = path.join(await temporaryFolder(), 'facts');
  const place = path.join(folder, 'counts.json');
  if (text !== null) {
    await mkdir(folder);
    await writeFile(place, text);
  }
  const log = capturedLog();
  const parts = { folder: privateFolder(folder), name: 'counts.json', schema, none, log };
  return { file: new FactsFile(parts), stored: () => readFile(place, 'utf8') };
}

const more = (facts: typeof none) => ({ ...facts, count: facts.count + 1 });

it('keeps what it does not know, also within what it changes', async () => {
  const { file, stored } = await factsFile('{"version":1,"count":4,"colour":"blue"}');
  expect(await file.change(more)).toMatchObject({ count: 5, colour: 'blue' });
  expect(JSON.parse(await stored())).toEqual({ version: 1, count: 5, colour: 'blue' });
});

it.each([null, '', 'half {', '[]', '{"version":1,"count":"four"}', '{"count":4}'])(
  'starts anew from %j',
  async (text) => {
    const { file, stored } = await factsFile(text);
    expect(await file.read()).toEqual(none);
    await file.change(more);
    expect(JSON.parse(await stored())).toEqual({ version: 1, count: 1 });
  },
);

it('leaves the file of a newer version alone, and goes on in memory', async () => {
  const newer = '{"version":2,"counts":[4]}';
  const { file, stored } = await factsFile(newer);
  expect(await file.read()).toEqual(none);
  expect(await file.change(more)).toEqual({ version: 1, count: 1 });
  expect(await stored()).toBe(newer);
});

it('goes on in memory where there is no folder', async () => {
  const log = capturedLog();
  const parts = { folder: privateFolder(null), name: 'counts.json', schema, none, log };
  const file = new FactsFile(parts);
  expect(await file.change(more)).toEqual({ version: 1, count: 1 });
  expect(await file.read()).toEqual(none);
});
