import { describe, expect, it, vi } from 'vitest';

import type { PolicyPreview } from '../../shared/policy.ts';
import { policyReport } from '../../shared/testing/policy-report.ts';
import type { ConfigBytes } from '../adapters/config-file.ts';
import { testNow } from '../testing/credentials.ts';
import { policyRequests } from './policy-requests.ts';

const report = policyReport();

const bytes = new TextEncoder().encode('a = 1');
const facts = { ownerId: 0, mode: 0o644, readFrom: null, folders: [] };

const found: PolicyPreview = {
  name: 'managed_config.toml',
  kind: 'managedConfig',
  because: 'name',
  report: { ...report, previewOf: '/etc/codex/managed_config.toml' },
};

interface World {
  readonly file?: string | null;
  readonly content?: ConfigBytes;
}

function world({ file = '/home/ada/managed_config.toml', content }: World = {}) {
  const preview = vi.fn(() => found);
  const copyText = vi.fn();
  const writeFile = vi.fn(() => Promise.resolve());
  const chooseFile = vi.fn(() => Promise.resolve(file));
  const requests = policyRequests({
    policy: { report: () => report, preview },
    chooseFile,
    readFile: () => Promise.resolve(content ?? { kind: 'bytes', bytes, facts }),
    copyText,
    exporting: { chooseFile, writeFile },
    now: () => testNow,
  });
  return { requests, preview, copyText, writeFile, chooseFile };
}

it('hands a candidate to the rules as it is', () => {
  const { requests, preview } = world();
  const candidate = { name: 'managed_config.toml', bytes, as: null };
  expect(requests.preview(candidate)).toEqual(found);
  expect(preview).toHaveBeenCalledWith(candidate);
});

describe('a candidate that the person chooses', () => {
  it('is a name and bytes, whatever they say', async () => {
    const { requests } = world();
    expect(await requests.chooseCandidate()).toEqual({
      name: 'managed_config.toml',
      bytes,
      as: null,
    });
  });

  it('is none where they choose none', async () => {
    const { requests } = world({ file: null });
    expect(await requests.chooseCandidate()).toBeNull();
  });

  it.each<[ConfigBytes, string]>([
    [{ kind: 'absent' }, 'managed_config.toml is not there.'],
    [
      { kind: 'unreadable', message: 'it is not a regular file' },
      'managed_config.toml cannot be read: it is not a regular file.',
    ],
  ])('says why it cannot be read (%#)', async (content, message) => {
    const { requests } = world({ content });
    await expect(requests.chooseCandidate()).rejects.toMatchObject({
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
});

it('copies the whole report', async () => {
  const { requests, copyText } = world();
  await requests.copy();
  expect(copyText).toHaveBeenCalledWith(`${JSON.stringify(report, null, 2)}\n`);
});
