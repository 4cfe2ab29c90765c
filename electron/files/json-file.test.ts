import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { capturedLog } from '../testing/captured-log.ts';
import { jsonFile } from './json-file.ts';

const schema = z.object({ isOn: z.boolean() });

function setUp(name = 'choice.json') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-json-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const log = capturedLog();
  const file = path.join(folder, name);
  return { folder, file, log, open: () => jsonFile(file, schema, log) };
}

it('remembers a value and leaves nothing else behind', () => {
  const { folder, open } = setUp();
  open().save({ isOn: true });
  expect(open().load()).toEqual({ isOn: true });
  expect(fs.readdirSync(folder)).toEqual(['choice.json']);
});

it.each(['[]', '', '{"isOn":'])('starts afresh where there is nothing, or %j', (text) => {
  const { file, open } = setUp();
  expect(open().load()).toBeNull();
  fs.writeFileSync(file, text);
  expect(open().load()).toBeNull();
});

it('does not disturb anybody where it cannot be saved', () => {
  const { log, open } = setUp('missing/choice.json');
  open().save({ isOn: true });
  expect(log.lines).toMatchObject([
    {
      level: 'warn',
      event: 'data-file.not-saved',
      fields: { name: 'choice.json', code: 'ENOENT' },
    },
  ]);
});
