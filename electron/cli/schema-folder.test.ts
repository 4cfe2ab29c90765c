import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { schemaFolder } from './schema-folder.ts';

it('is beside the app where it is packed there, else in the repository', async () => {
  const resources = await temporaryFolder();
  expect(schemaFolder(resources)).toBe('docs/schemas');
  await mkdir(path.join(resources, 'schemas'));
  expect(schemaFolder(resources)).toBe(path.join(resources, 'schemas'));
  expect(schemaFolder()).toBe('docs/schemas');
});
