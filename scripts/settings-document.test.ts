import fs from 'node:fs';

import { expect, it } from 'vitest';

import { settingNames, settingRow } from '../shared/settings.ts';
import { inRepo } from './paths.mjs';
import { settingsPage } from './settings-document.ts';

const present = fs.readFileSync(inRepo('docs/settings.md'), 'utf8');

it('docs/settings.md is what "npm run schemas" writes', () => {
  expect(settingsPage(present)).toBe(present);
});

it.each(settingNames)('docs/settings.md names the key of "%s"', (name) => {
  expect(present).toContain(`\`${settingRow(name).key}\``);
});
