import fs from 'node:fs';

import { expect, it } from 'vitest';

import { inRepo } from './paths.mjs';
import { policyDocuments } from './policy-documents.ts';

it.each(Object.keys(policyDocuments))('docs/policy/%s is what "npm run schemas" writes', (name) => {
  const present = fs.readFileSync(inRepo('docs/policy', name), 'utf8');
  expect(policyDocuments[name]?.(present)).toBe(present);
});
