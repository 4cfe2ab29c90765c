import { expect, it } from 'vitest';

import { appState } from '../testing/app-state.ts';
import { rulesLine } from './rules-line.ts';

const { restrictions } = appState();

it.each([
  ['allowed', false, 'No login rules apply'],
  ['allowed', true, 'Login rules: satisfied'],
  ['violated', true, 'Login rules: not satisfied'],
  ['unknown', true, 'Login rules: could not be checked'],
] as const)('verdict %s with rules %s: %s', (verdict, hasRules, line) => {
  expect(rulesLine({ ...restrictions, verdict, hasRules })).toBe(line);
});
