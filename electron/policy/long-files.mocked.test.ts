import { parseDocument } from '@decimalturn/toml-patch';
import { parse } from 'smol-toml';
import { beforeEach, expect, it, vi } from 'vitest';

import { places, reportOn, sourcesOf } from '../testing/policy-reports.ts';
import { nearName } from '../policy-report/near-name.ts';
import { positionOfRule } from './config-layer.ts';

vi.mock('@decimalturn/toml-patch', { spy: true });
vi.mock('smol-toml', { spy: true });
vi.mock('../policy-report/near-name.ts', { spy: true });

beforeEach(() => vi.clearAllMocks());

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

it('each file is parsed once, whatever is asked of it', () => {
  reportOn({ requirements: 'allowed_login_methods = ["api"]', managed: '[', user: 'model = "m"' });
  expect(vi.mocked(parse)).toHaveBeenCalledTimes(3);
});

it('positions are looked for once, and only in a file that something is told of', () => {
  reportOn({
    managed: 'forced_login_method = "api"\nchatgpt_base_url = "https://a.example"',
    user: 'model = "m"',
    system: '[',
  });
  expect(vi.mocked(parseDocument)).toHaveBeenCalledTimes(1);
});

it('positions are looked for in the beginning of a long file, where all that is told stands', () => {
  const user = lines(10_000, (index) => `[t${index}]\nforced_login_method = "api"`);
  const { warnings } = reportOn({ user });
  const swallowed = warnings.filter(({ key }) => key?.endsWith('.forced_login_method'));
  expect(swallowed).toHaveLength(100);
  expect(swallowed.at(-1)).toMatchObject({ line: 200, column: 1 });
  const lengths = vi.mocked(parseDocument).mock.calls.map(([text]) => text.length);
  expect(lengths).toHaveLength(1);
  expect(lengths[0]).toBeLessThanOrEqual(64 * 1024);
});

it('positions are looked for once for as long as a file was not read again', () => {
  const sources = sourcesOf({ managed: 'forced_login_method = "api"' });
  const violation = { rule: 'forcedMethod', source: places.managed } as const;
  for (let times = 0; times < 3; times += 1) positionOfRule(violation, { sources });
  expect(positionOfRule(violation, { sources })).toMatchObject({ line: 1, column: 1 });
  expect(vi.mocked(parseDocument)).toHaveBeenCalledTimes(1);
});

it('as many keys are compared with policies as ever are told, and the others counted', () => {
  const user = lines(1000, (index) => `forced_login_methods${index} = 1`);
  const { warnings } = reportOn({ user });
  const compared = new Set(vi.mocked(nearName).mock.calls.map(([name]) => name));
  expect(compared.size).toBe(100);
  expect(warnings).toHaveLength(101);
  expect(warnings.at(-1)).toEqual({
    kind: 'unknownKey',
    source: places.user,
    key: null,
    line: null,
    column: null,
    message: 'And 900 more keys, not looked at for mistakes.',
  });
});

it('unknown keys of [gatehouse] have as many rows and warnings', () => {
  const managed = `[gatehouse]\n${lines(130, (index) => `other_${index} = 1`)}`;
  const { policies, warnings } = reportOn({ managed });
  expect(policies.filter(({ status }) => status === 'unknownKey')).toHaveLength(100);
  expect(warnings).toHaveLength(101);
  expect(warnings.at(-1)?.message).toBe('And 30 more unknown keys in [gatehouse].');
});

it('and so have ids that no workspace has', () => {
  const ids = Array.from({ length: 101 }, (_, index) => `"w${index}"`);
  const { warnings } = reportOn({ user: `forced_chatgpt_workspace_id = [${ids.join(', ')}]` });
  expect(warnings).toHaveLength(101);
  expect(warnings.at(-1)).toMatchObject({
    kind: 'malformedWorkspaceId',
    message: 'And 1 more ids in forced_chatgpt_workspace_id that are none.',
  });
});
