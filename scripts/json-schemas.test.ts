import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { schemaFiles } from './json-schemas.ts';

const folder = path.resolve(import.meta.dirname, '../docs/schemas');

it('docs/schemas has a schema for each output, and no other file', async () => {
  const names = (await schemaFiles()).map(({ name }) => name);
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
});

it('docs/schemas is what "npm run schemas" writes', async () => {
  for (const { name, text } of await schemaFiles()) {
    expect(await readFile(path.join(folder, name), 'utf8'), name).toBe(text);
  }
});

it('every output says the version of its shape', async () => {
  for (const { name, text } of await schemaFiles()) {
    const { required, additionalProperties } = JSON.parse(text) as {
      required: string[];
      additionalProperties: boolean;
    };
    expect(required, name).toContain('schemaVersion');
    expect(additionalProperties, name).toBe(false);
  }
});
