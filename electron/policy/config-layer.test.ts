import { expect, it } from 'vitest';

import { settingsLayers } from '../policy/layers.ts';
import { positionCode, positionOfRule } from './config-layer.ts';

const source = '/home/ada/.codex/config.toml';
const violation = { rule: 'forcedMethod', source } as const;

it('tells the key, the file, and where in it the rule stands', () => {
  const text = 'model = "o"\n\n  forced_login_method = "api"\n';
  const sources = new Map([[source, { kind: 'text', text }]] as const);
  expect(positionOfRule(violation, { sources })).toEqual({
    rule: 'forced_login_method',
    source,
    line: 3,
    column: 3,
  });
});

it.each([
  ['the file is gone', new Map()],
  [
    'the file is no TOML any more',
    new Map([[source, { kind: 'text', text: '= nonsense' } as const]]),
  ],
])('knows no line where %s', (_, sources) => {
  expect(positionOfRule(violation, { sources })).toMatchObject({
    source,
    line: null,
    column: null,
  });
});

it.each([
  [{ source, line: 3, column: 3 }, 'userConfig:3:3'],
  [{ source: '/etc/codex/requirements.toml', line: 1, column: null }, 'requirements:1'],
  [{ source: '/etc/codex/managed_config.toml', line: null, column: null }, 'managedConfig'],
  [{ source: '/somewhere/else.toml', line: 1, column: 1 }, null],
])('tells %j as %s, without the path', (place, code) => {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  expect(positionCode(place, { layers })).toBe(code);
});
