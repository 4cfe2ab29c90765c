import { describe, expect, it, vi } from 'vitest';

import { maxCandidateLength, type PolicyReport } from '../../shared/policy.ts';
import type { SettingsFile } from '../policy/settings-document.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { testNow } from '../testing/credentials.ts';
import { PolicyRequests } from './policy-requests.ts';

const report: PolicyReport = {
  schemaVersion: 3,
  at: '2026-01-22T00:00:00.000Z',
  appVersion: '0.1.0',
  platform: 'linux',
  previewOf: null,
  managedBy: [],
  state: 'notManaged',
  policies: [],
  sources: [],
  warnings: [],
  accounts: [],
};

interface World {
  readonly file?: string | null;
  readonly content?: SettingsFile;
  readonly rule?: RuleAnswer;
}

function world({ file = '/home/ada/managed_config.toml', content, rule }: World = {}) {
  const preview = vi.fn(() => Promise.resolve({ ...report, previewOf: '/etc/codex/x.toml' }));
  const copyText = vi.fn();
  const writeFile = vi.fn(() => Promise.resolve());
  const chooseFile = vi.fn(() => Promise.resolve(file));
  const requests = new PolicyRequests({
    policy: { report: () => Promise.resolve(report), preview },
    chooseFile,
    readFile: () => Promise.resolve(content ?? { kind: 'text', text: 'a = 1' }),
    copyText,
    exporting: { chooseFile, writeFile, rule: () => rule ?? { kind: 'allowed' } },
    now: () => testNow,
  });
  return { requests, preview, copyText, writeFile, chooseFile };
}

describe('the preview of a file that the person chooses', () => {
  it('hands its name and text to the rules', async () => {
    const { requests, preview } = world();
    expect(await requests.choosePreview()).toMatchObject({
      name: 'managed_config.toml',
      report: { previewOf: '/etc/codex/x.toml' },
    });
    expect(preview).toHaveBeenCalledWith({
      name: 'managed_config.toml',
      content: { kind: 'text', text: 'a = 1' },
    });
  });

  it('does not come about where they choose none', async () => {
    const { requests, preview } = world({ file: null });
    expect(await requests.choosePreview()).toBeNull();
    expect(preview).not.toHaveBeenCalled();
  });

  it.each<[SettingsFile, string]>([
    [{ kind: 'absent' }, 'managed_config.toml is not there.'],
    [
      { kind: 'unreadable', message: 'it is not UTF-8 text' },
      'managed_config.toml: it is not UTF-8 text.',
    ],
    [
      { kind: 'text', text: 'x'.repeat(maxCandidateLength + 1) },
      'managed_config.toml is too large.',
    ],
  ])('says why it cannot be read (%#)', async (content, message) => {
    const { requests } = world({ content });
    await expect(requests.choosePreview()).rejects.toMatchObject({
      code: 'file-unreadable',
      message,
    });
  });
});

describe('an export', () => {
  it('is suggested with the day and the format in its name', async () => {
    const { requests, chooseFile } = world();
    await requests.export('csv');
    expect(chooseFile).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'gatehouse-policy-2026-01-22.csv' }),
    );
  });

  it('writes the whole report, or its table', async () => {
    const { requests, writeFile } = world({ file: '/tmp/x' });
    expect(await requests.export('json')).toBe('saved');
    expect(writeFile).toHaveBeenLastCalledWith('/tmp/x', `${JSON.stringify(report, null, 2)}\n`);
    await requests.export('csv');
    expect(writeFile).toHaveBeenLastCalledWith('/tmp/x', expect.stringMatching(/^Policy,/));
  });

  it.each([
    ['forbidden', 'forbidden-by-rule'],
    ['unknown', 'rules-unknown'],
  ] as const)('is refused, like copying, where the rule is %s', async (kind, code) => {
    const { requests, writeFile, copyText } = world({ rule: { kind, reason: 'Not here.' } });
    await expect(requests.export('json')).rejects.toMatchObject({ code, message: 'Not here.' });
    await expect(requests.copy()).rejects.toMatchObject({ code });
    expect(writeFile).not.toHaveBeenCalled();
    expect(copyText).not.toHaveBeenCalled();
  });
});

it('copies the whole report', async () => {
  const { requests, copyText } = world();
  await requests.copy();
  expect(copyText).toHaveBeenCalledWith(`${JSON.stringify(report, null, 2)}\n`);
});
